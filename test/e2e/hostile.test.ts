import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { JsonSchema } from '../contract/support/from-schema.ts';
import { send } from '../contract/support/http.ts';
import { stage } from '../contract/support/stage.ts';
import { WsClient } from '../contract/support/ws-client.ts';
import { inspect } from '../support/inspected.ts';
import { memoryOf } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { frames, type HostileRequest, hostileRequests, rawBytes } from './hostile-input.ts';

const requestsCount = 8000;
const framesCount = 2000;
const bareConnectionsCount = 200;
const connectionsCount = 8;
const answerMillisMax = 30_000;
const seed = 7391;
const settledMillisMax = 30_000;
const growthMax = 1.1;

const kilobytes = (pid: number) => Math.round((memoryOf(pid)?.pssBytes ?? Number.NaN) / 1024);

test('ten thousand hostile requests and frames: nothing runs, nothing falls, nothing stays', {
  timeout: 300_000,
}, async () => {
  await using on = await stage(['a', 'b']);
  const { port, pid } = on.daemon;
  const canary = join(on.world.home, 'canary');
  for (const name of [`a$(touch ${canary})`, `q';touch ${canary};'`]) await on.world.newSession(name);
  // Somebody to whom notifications are shown.
  await on.world.attach({ session: 'b' });
  const sidebar = await WsClient.open({ socketPath: on.world.paths.socket });
  const description = JSON.parse((await send({ port }, '/openapi.json')).text);
  const bodies = Object.fromEntries(
    Object.entries<Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>>(
      description.paths,
    ).flatMap(([path, { post }]) => {
      const schema = post?.requestBody?.content['application/json']?.schema;
      return schema === undefined ? [] : [[path, schema] as const];
    }),
  );

  let isOver = false;
  const health = (async () => {
    for (let answers = 0; ; answers += 1) {
      if (isOver) return answers;
      expect((await on.daemon.health()).pid).toBe(pid);
    }
  })();
  const statuses = new Map<number, number>();
  const requests = fc.sample(hostileRequests(bodies, canary, port), { numRuns: requestsCount, seed });
  const bare = fc.sample(rawBytes(port), { numRuns: bareConnectionsCount, seed });
  const inside = fc.sample(frames(canary), { numRuns: framesCount, seed });
  const attackWith = async (from: number, to: number) => {
    const part = <T>(all: readonly T[]) => all.slice(all.length * from, all.length * to);
    await attack(port, part(requests), statuses);
    await attackBare(port, part(bare));
    await attackFrames(port, on.daemon.token, part(inside));
  };
  await attackWith(0, 0.5);
  // What the first half left behind is what a daemon in use has: code that is compiled, rings that are full.
  const inspected = await inspect(pid);
  const before = await rest();
  await attackWith(0.5, 1);
  isOver = true;

  expect(await health).toBeGreaterThan(100);
  expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(requestsCount);
  // Each kind of request was there, and no fault of ours.
  for (const status of [0, 200, 204, 400, 401, 403, 404, 405, 413, 415, 421])
    expect(statuses.get(status), `${status}`).toBeGreaterThan(0);
  expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  expect(existsSync(canary)).toBe(false);
  expect(({} as Record<string, unknown>)['session']).toBe(undefined);

  await on.daemon.post('/set-status', { session: 'a', text: 'still here' });
  await sidebar.next('state', ({ state }) => state.sessions[0]?.metadata.status?.text === 'still here');
  sidebar.close();
  expect((await on.daemon.state()).sessions.map(({ name }) => name).slice(0, 2)).toEqual(['a', 'b']);
  await until(
    async () => {
      const now = await rest();
      const isBack = now.held <= before.held * growthMax && now.process <= before.process * growthMax;
      if (!isBack) throw new Error(JSON.stringify(now));
      return isBack;
    },
    `kB to be back at ${JSON.stringify(before)}`,
    { timeoutMs: settledMillisMax },
  );
  inspected.close();

  /** kB after a collection: V8 itself collects when there is need for it, and in a process at rest there is none. */
  async function rest(): Promise<{ held: number; process: number }> {
    const held = Math.round((await inspected.heldBytes()) / 1024);
    return { held, process: kilobytes(pid) };
  }
});

async function attack(port: number, requests: readonly HostileRequest[], statuses: Map<number, number>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsCount });
  const queue = requests.values();
  const worker = async () => {
    for (const one of queue) {
      const status = await attempt(port, agent, one);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: connectionsCount }, worker));
  agent.destroy();
}

/** The status; 0 when the connection was closed on us, as it is on what cannot be answered. */
function attempt(port: number, agent: Agent, { method, path, headers, body }: HostileRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      agent,
      method,
      path: encodeURI(path),
      headers,
      timeout: answerMillisMax,
    });
    sent.on('response', (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? 0));
    });
    sent.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Error('a WebSocket without a token'));
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.message.startsWith('no answer')) reject(error);
      else resolve(0);
    });
    sent.end(body);
  });
}

/** Half of them leave in the middle, the others wait until they are closed. */
async function attackBare(port: number, all: readonly Buffer[]): Promise<void> {
  await Promise.all(
    all.map(
      (bytes, index) =>
        new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => {
            socket.write(bytes, () => {
              if (index % 2 === 0) socket.resetAndDestroy();
            });
          });
          socket.resume();
          // A reset is what some of them deserve.
          socket.on('error', () => undefined);
          socket.on('close', () => resolve());
        }),
    ),
  );
}

/** A socket that was closed on us is replaced: garbage ends a connection, not the daemon. */
async function attackFrames(
  port: number,
  token: string,
  all: readonly ({ text: string } | { bytes: Buffer })[],
): Promise<void> {
  const open = () =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { authorization: `Bearer ${token}` } });
      socket.once('open', () => resolve(socket));
      socket.once('error', reject);
    });
  let socket = await open();
  for (const frame of all) {
    if (socket.readyState !== WebSocket.OPEN) {
      socket = await open();
      socket.on('error', () => undefined);
    }
    if ('text' in frame) {
      await new Promise((resolve) => socket.send(frame.text, resolve));
    } else {
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined);
      // Behind the library's back: no frame at all, in all likelihood.
      const bare = Reflect.get(socket, '_socket');
      bare.write(frame.bytes);
      bare.end();
      await closed;
    }
  }
  socket.terminate();
}
