import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DataEvent } from '../../src/cli/event-stream.ts';
import { resumeEvents } from '../../src/cli/resume-events.ts';
import { NoDaemon } from '../../src/client/request.ts';
import { World } from '../support/world.ts';

class Enough extends Error {}

const head = 'HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n\r\n';
const record = (id: number) => `id: 7-${id}\nevent: session\ndata: {"n":${id}}\n\n`;

/** A server on a unix socket that answers the n-th connection as told. */
async function serve(answers: readonly ((socket: Socket) => void)[]) {
  const world = await World.create();
  const path = join(world.root, 'd.sock');
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      asked.push(/last-event-id: (.*)\r/i.exec(String(data))?.[1] ?? '');
      answers[asked.length - 1]?.(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    asked,
    async [Symbol.asyncDispose]() {
      server.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

test('each connection asks for what comes behind the last id, also one that stood alone', async () => {
  await using server = await serve([
    (socket) => socket.end(`${head}:\n\nid: 7-3\n\n`),
    (socket) => socket.end(`${head}${record(4)}${record(5)}id: 7-6\nev`),
    (socket) => socket.end('HTTP/1.0 503 Service Unavailable\r\n\r\n{"detail":"the daemon ends"}'),
    (socket) => socket.destroy(),
    (socket) => socket.end(`${head}${record(6)}`),
  ]);
  const got: DataEvent[] = [];
  let breaks = 0;
  const following = resumeEvents(server.path, {
    onEvent(event) {
      got.push(event);
      if (got.length === 3) throw new Enough();
    },
    onBreak() {
      breaks += 1;
    },
  });
  await expect(following).rejects.toBeInstanceOf(Enough);
  expect(got.map(({ data }) => data)).toEqual(['{"n":4}', '{"n":5}', '{"n":6}']);
  expect(server.asked).toEqual(['', '7-3', '7-5', '7-5', '7-5']);
  expect(breaks).toBe(1);
});

test('a first attempt that fails is the last one', async () => {
  await using server = await serve([
    (socket) => socket.end('HTTP/1.0 503 Service Unavailable\r\n\r\n{"detail":"the daemon ends"}'),
  ]);
  const following = resumeEvents(server.path, { onEvent: () => undefined, onBreak: () => undefined });
  await expect(following).rejects.toBeInstanceOf(NoDaemon);
  expect(server.asked).toEqual(['']);
});
