import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTeller, newsMillis, unreadBytesMax } from '../../../../src/sidebar/plain/teller.ts';
import { plainView } from '../../../../src/sidebar/plain/view.ts';
import { metadata, now, server, session, snapshot } from '../../../screen/support/states.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const you = { server, client: null, session: '$1', cursor: null, visible: true, mouse: false };
const withStatus = (text: string) =>
  plainView(snapshot([session(1, 'api', { metadata: metadata({ status: { text, tone: 'info' } }) })]), you);

function listening() {
  const out = new PassThrough({ highWaterMark: 1 });
  const firsts: boolean[] = [];
  const teller = createTeller(
    out,
    () => now,
    (isFirst) => firsts.push(isFirst),
  );
  return { out, teller, firsts, heard: () => String(out.read() ?? '') };
}

test('what comes and goes is not told, what stays is told once', () => {
  const { teller, heard, firsts } = listening();
  teller.hear(withStatus('one'));
  expect(heard()).toBe('');
  vi.advanceTimersByTime(newsMillis);
  expect(heard()).toBe('1 session, nobody waits for you.\n1. api, current, status: one; branch main\n');
  teller.hear(withStatus('two'));
  teller.hear(withStatus('one'));
  vi.advanceTimersByTime(newsMillis);
  expect(heard()).toBe('');
  teller.hear(withStatus('three'));
  vi.advanceTimersByTime(newsMillis);
  teller.hear(withStatus('three'));
  vi.advanceTimersByTime(newsMillis);
  expect(heard()).toBe('api: status: three\n');
  expect(firsts).toEqual([true, false, false, false]);
  expect(vi.getTimerCount()).toBe(0);
});

test('the list has the news before it', () => {
  const { teller, heard } = listening();
  teller.hear(withStatus('one'));
  vi.advanceTimersByTime(newsMillis);
  heard();
  teller.hear(withStatus('two'));
  teller.list();
  expect(heard()).toBe(
    'api: status: two\n1 session, nobody waits for you.\n1. api, current, status: two; branch main\n',
  );
  expect(vi.getTimerCount()).toBe(0);
});

test('who does not read gets the news of all the time in one piece', () => {
  const { teller, out } = listening();
  teller.hear(withStatus('one'));
  vi.advanceTimersByTime(newsMillis);
  teller.print(['x'.repeat(unreadBytesMax + 1)]);
  for (const text of ['two', 'three', 'four']) {
    teller.hear(withStatus(text));
    vi.advanceTimersByTime(newsMillis);
  }
  let text = '';
  out.on('data', (piece: Buffer) => {
    text += piece;
  });
  vi.useRealTimers();
  return vi.waitFor(() => {
    expect(text.split('\n').filter((line) => line.startsWith('api:'))).toEqual(['api: status: four']);
  });
});
