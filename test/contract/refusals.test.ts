import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Daemon } from '../support/daemon.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';
import { spawnDaemon } from './support/daemon-process.ts';
import { post, type RawAnswer, type RawRequest, send, sendBytes } from './support/http.ts';

let world: World;
let daemon: Daemon;

beforeAll(async () => {
  world = await World.create();
  spawnDaemon(world);
  daemon = await world.daemon();
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (path: string, request?: RawRequest) => send({ port: daemon.port }, path, request);
const push = (path: string, body: unknown, headers = {}) => post({ port: daemon.port }, path, body, headers);

/** The problem document of an answer, which is one line. */
function problem({ status, headers, text }: RawAnswer): { status: number; title: string; detail: string } {
  expect(headers['content-type']).toBe('application/problem+json');
  expect(text).toMatch(/^[^\n]+\n$/);
  const document = JSON.parse(text);
  expect(Object.keys(document).sort()).toEqual(['detail', 'status', 'title']);
  expect(document.status).toBe(status);
  return document;
}

describe('a body', () => {
  test.each([
    ['/set-status', {}, ['session', 'text']],
    ['/set-status', { session: '', text: 7, tone: 'loud' }, ['session', 'text', 'tone']],
    ['/set-progress', { session: 'a', percent: 1.01, current: -1, total: 'x' }, ['current', 'total', 'percent']],
    ['/set-progress', { session: 'a', percent: 75 }, ['percent']],
    [
      '/set-progress',
      { session: 'a' },
      ['nothing to set: give current (and total), percent, label, indeterminate or clear'],
    ],
    ['/set-progress', { session: 'a', total: 10 }, ['nothing to set']],
    ['/set-progress', { session: 'a', label: '\u200b' }, ['nothing to set']],
    ['/set-progress', { session: 'a', clear: false }, ['nothing to set']],
    ['/log', { session: 'a', message: '' }, ['message: must not be empty']],
    ['/log', { session: 'a', message: '\u001b[31m\u0007' }, ['message: must not be empty']],
    ['/log', { session: 3, message: null, source: [] }, ['session', 'message', 'source']],
    ['/notify', { message: 'x' }, ['session']],
    ['/clear-log', [], ['body: ']],
    ['/clear-log', 'null', ['body: ']],
    ['/clear-log', '"\\u0000"', ['body: ']],
    ['/set-progress', '{"session":"a","current":1e999}', ['current']],
    ['/log', '{"session": "a"\n', ['no JSON']],
    ['/log', '', ['no JSON']],
  ])('%s %j: 400 names every issue', async (path, body, issues) => {
    const { status, detail } = problem(await push(path, body));
    expect(status).toBe(400);
    for (const issue of issues) expect(detail).toContain(issue);
  });

  test('over 64 kB: 413, declared or not', async () => {
    const exactly = JSON.stringify({ session: 'a', message: '' });
    const fits = exactly.replace('""', `"${'x'.repeat(65_536 - exactly.length)}"`);
    expect((await push('/log', fits)).status).toBe(404);
    const large = fits.replace('x', 'xx');
    expect(problem(await push('/log', large, { 'content-length': `${large.length}` })).status).toBe(413);
    expect(problem(await push('/log', large)).status).toBe(413);
    const endless = Array.from({ length: 12 }, () => Buffer.alloc(64 * 1024, 'x'));
    const json = { 'content-type': 'application/json' };
    expect(problem(await ask('/log', { method: 'POST', headers: json, body: endless })).status).toBe(413);
    const declared = await sendBytes(
      daemon.port,
      `POST /log HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n{`,
    );
    expect(declared).toMatch(/^HTTP\/1\.1 413 /);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    '',
  ])('of type %j: 415', async (type) => {
    const { status, detail } = problem(
      await ask('/log', { method: 'POST', headers: type === '' ? {} : { 'content-type': type }, body: ['{}'] }),
    );
    expect(status).toBe(415);
    expect(detail).toContain('application/json');
  });

  test('of type application/json with parameters is taken', async () => {
    expect((await push('/log', {}, { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(400);
  });
});

describe('a path', () => {
  test('that is none: 404 names those that are', async () => {
    const { status, detail } = problem(await ask('/'));
    expect(status).toBe(404);
    for (const path of ['/health', '/state', '/set-status', '/set-progress', '/log', '/clear-log', '/notify'])
      expect(detail).toContain(path);
    expect(problem(await ask(`/${'x'.repeat(5000)}`)).detail.length).toBeLessThan(500);
    expect(problem(await ask('/health/')).status).toBe(404);
    expect(problem(await ask('//health')).status).toBe(404);
  });

  test('with another method: 405 with Allow', async () => {
    for (const [method, path, allow] of [
      ['POST', '/health', 'GET'],
      ['GET', '/set-status', 'POST'],
      ['OPTIONS', '/log', 'POST'],
      ['DELETE', '/state', 'GET'],
    ] as const) {
      const answer = await ask(path, { method });
      expect(problem(answer).status).toBe(405);
      expect(answer.headers['allow']).toBe(allow);
    }
  });

  test('/ws without an upgrade: 426', async () => {
    const answer = await ask('/ws', { headers: { authorization: `Bearer ${daemon.token}` } });
    expect(problem(answer).status).toBe(426);
    expect(answer.headers['upgrade']).toBe('websocket');
  });
});

describe('a source', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost', '127.0.0.1.nip.io:PORT'])(
    'Host %s: 421',
    async (host) => {
      const answer = await ask('/health', { headers: { host: host.replace('PORT', `${daemon.port}`) } });
      expect(problem(answer).status).toBe(421);
      expect(answer.text).not.toContain(daemon.token);
    },
  );

  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('Host %s with our port is ours', async (name) => {
    const host = `${name}:${daemon.port}`;
    expect((await ask('/health', { headers: { host } })).status).toBe(200);
    expect((await ask('/health', { headers: { host, origin: `http://${name}:${daemon.port}` } })).status).toBe(200);
  });

  test.each([
    'http://evil.example',
    'null',
    '',
    'http://localhost',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:PORT.evil.example',
  ])('Origin %j: 403, whatever is asked', async (text) => {
    const origin = text.replace('PORT', `${daemon.port}`);
    expect(problem(await ask('/health', { headers: { origin } })).status).toBe(403);
    expect(problem(await push('/log', { session: 'a', message: 'x' }, { origin })).status).toBe(403);
    const authorization = `Bearer ${daemon.token}`;
    expect(problem(await ask('/state', { headers: { origin, authorization } })).status).toBe(403);
  });

  test('without a right token, what reads or acts: 401', async () => {
    const wrong = daemon.token.replace(/./, (digit) => (digit === '0' ? '1' : '0'));
    for (const authorization of [
      undefined,
      '',
      daemon.token,
      `Basic ${daemon.token}`,
      `Bearer ${wrong}`,
      'Bearer ',
      `Bearer ${daemon.token}0`,
    ]) {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await ask('/state', { headers });
      expect(problem(answer).status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(problem(await push('/command', { command: { name: 'quit' } }, headers)).status).toBe(401);
    }
    expect((await ask('/state', { headers: { authorization: `bearer ${daemon.token}` } })).status).toBe(200);
  });
});

describe('a connection', () => {
  test('that speaks no HTTP gets 400 and is closed', async () => {
    expect(await sendBytes(daemon.port, '\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendBytes(daemon.port, 'GET /health HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendBytes(daemon.port, `GET /health HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 4(00|31) /,
    );
  });

  test('that is reset in the middle of a refused upgrade ends nothing', async () => {
    const upgrade = `GET /nope HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (let round = 0; round < 20; round += 1) {
      const socket = connect(daemon.port, '127.0.0.1');
      await new Promise((resolve) => socket.write(upgrade, resolve));
      socket.resetAndDestroy();
    }
    expect((await daemon.health()).pid).toBe(daemon.pid);
  });

  test('is closed when its headers do not come in time', async () => {
    // Node looks for such connections every `connectionsCheckingInterval`; that it does so at all is what is shown.
    expect(await sendBytes(daemon.port, 'GET /health HTTP/1.1\r\nHost: ')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('beyond 256 is closed at once, and there is room again when others left', async () => {
    await using crowded = await World.create();
    spawnDaemon(crowded);
    const { port, pid } = await crowded.daemon();
    const sockets = await Promise.all(
      Array.from(
        { length: 300 },
        () =>
          new Promise<Socket>((resolve, reject) => {
            const socket = connect(port, '127.0.0.1', () => resolve(socket));
            socket.on('error', reject);
            socket.resume();
          }),
      ),
    );
    await until(() => sockets.filter((socket) => socket.closed).length >= 300 - 256, 'the surplus to be closed');
    expect(sockets.filter((socket) => !socket.closed).length).toBeGreaterThan(200);
    for (const socket of sockets) socket.destroy();
    expect((await crowded.daemon()).pid).toBe(pid);
  });
});
