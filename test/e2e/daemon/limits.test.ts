import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnDaemon } from '../../contract/support/daemon-process.ts';
import { EventStream } from '../../contract/support/event-stream.ts';
import { send } from '../../contract/support/http.ts';
import type { Daemon } from '../../support/daemon.ts';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

let world: World;
let daemon: Daemon;

beforeAll(async () => {
  world = await World.create();
  spawnDaemon(world);
  daemon = await world.daemon();
});
afterAll(() => world[Symbol.asyncDispose]());

const isServed = async () => (await daemon.request('/health')).status === 200;
const head = (line: string) => `${line} HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\n`;

async function connected(): Promise<Socket> {
  const socket = connect(daemon.port, '127.0.0.1');
  await once(socket, 'connect');
  // A reset is one way to be turned away.
  socket.on('error', () => undefined);
  return socket;
}

/** What comes until the other side closes. */
async function everything(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

test('more than 10,000 requests a second on a connection: 429, on that one alone', { timeout: 60_000 }, async () => {
  const socket = await connected();
  const burst = Buffer.from(`${head('GET /health')}\r\n`.repeat(2500));
  let answers = 0;
  let tail = '';
  let refusal: string | undefined;
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    const text = tail + chunk;
    answers += text.split('HTTP/1.1 ').length - 1;
    refusal ??= /HTTP\/1\.1 429 [^{]*\{[^}]*\}/.exec(text)?.[0];
    // Shorter than what is counted, so that nothing is counted twice.
    tail = text.slice(-'HTTP/1.1'.length);
  });
  // A slow machine may need more than one second to be fast enough.
  await until(
    async () => {
      if (!socket.write(burst)) await once(socket, 'drain');
      return refusal;
    },
    '429',
    { timeoutMs: 40_000 },
  );
  expect(refusal).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\nretry-after: 1\r\n/i);
  expect(answers).toBeGreaterThan(10_000);
  expect(await isServed()).toBe(true);
  socket.destroy();
});

test('64 read the events, the next one is told to come again, and may when one has left', async () => {
  const target = { socketPath: daemon.socket };
  const streams = await Promise.all(Array.from({ length: 64 }, () => EventStream.open(target)));
  const refused = await send(target, '/events');
  expect([refused.status, refused.headers['retry-after'], JSON.parse(refused.text).detail]).toEqual([
    429,
    '10',
    '64 readers are here already',
  ]);
  streams[0]?.close();
  streams[0] = await until(() => EventStream.open(target), 'a free place');
  for (const stream of streams) stream.close();
});

test('256 connections: the next one is closed, and served when there is room', async () => {
  const half = `${head('POST /log')}Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{`;
  const sockets = await Promise.all(Array.from({ length: 256 }, connected));
  for (const socket of sockets) socket.write(half);
  const next = await connected();
  next.write(`${head('GET /health')}\r\n`);
  expect(await everything(next)).toBe('');
  // The other door has its own.
  expect((await send({ socketPath: daemon.socket }, '/health')).status).toBe(200);
  expect(sockets.some(({ destroyed }) => destroyed)).toBe(false);
  for (const socket of sockets) socket.destroy();
  await until(isServed, 'room');
});

test('a connection stays for the next request, which comes within the time that is announced, or is closed', async () => {
  const socket = await connected();
  socket.write(`${head('GET /health')}\r\n`.repeat(2));
  const text = await everything(socket);
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  expect(text.match(/\r\nKeep-Alive: timeout=5\r\n/g)).toHaveLength(2);
});
