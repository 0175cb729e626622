import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { EventStream } from '../../contract/support/event-stream.ts';
import { stage } from '../../contract/support/stage.ts';

test('a reader that does not read is closed, the others stay', async () => {
  await using on = await stage(['a']);
  const { daemon } = on;
  const { port, token } = daemon;
  const slow = connect(port, '127.0.0.1');
  slow.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await new Promise((resolve) => slow.once('readable', resolve));
  const reader = await EventStream.open({ socketPath: on.world.paths.socket });
  // More than the kernel keeps for it, and our own bound.
  const message = '漢'.repeat(500);
  const requests = Array.from({ length: 30 }, () => ({ path: '/log', body: { session: 'a', message } }));
  for (let bytes = 0; bytes < 20 * 1024 * 1024; bytes += 30 * 1500) await daemon.post('/batch', { requests });
  await daemon.post('/set-status', { session: 'a', text: 'the end' });
  await reader.next('metadata', (one) => one.kind === 'status' && one.value?.text === 'the end');
  let tail = '';
  slow.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-10_000);
  });
  slow.on('error', () => undefined);
  await new Promise((resolve) => slow.once('close', resolve));
  expect(tail).toContain('event: metadata');
  expect(tail).not.toContain('the end');
  expect(reader.closed).toBe(false);
  reader.close();
});
