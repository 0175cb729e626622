import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { paths } from '../../../src/protocol/paths.ts';
import { announce, cliInTmux, daemonPids, mainFile, spawnDaemon } from '../../contract/support/daemon-process.ts';
import { post } from '../../contract/support/http.ts';
import { WsClient } from '../../contract/support/ws-client.ts';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

const mode = (path: string) => statSync(path).mode & 0o777;
const longAgo = new Date('2001-01-01');

describe('one daemon', () => {
  test('ten started at once leave one, whose token is the one in the file', async () => {
    await using world = await World.create();
    mkdirSync(dirname(world.paths.socket), { recursive: true });
    const starters = Array.from({ length: 10 }, () => spawnDaemon(world, ['--background']));
    const codes: number[] = [];
    for (const { exited } of starters) void exited.then((code) => codes.push(code));
    const daemon = await world.daemon();
    await until(() => codes.length === 9, 'nine of ten to end', { timeoutMs: 20_000 });
    expect(codes).toEqual(Array(9).fill(0));
    expect(daemonPids(world)).toEqual([daemon.pid]);
    expect((await daemon.state()).sessions).toEqual([]);
  });

  test('in the foreground, a second one says so and ends with 1', async () => {
    await using world = await World.create();
    spawnDaemon(world);
    await world.daemon();
    const second = spawnDaemon(world);
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toContain('another daemon runs already');
  });

  test('takes over what a killed one left: socket, pid file, lock directory', async () => {
    await using world = await World.create();
    const first = spawnDaemon(world);
    const before = await world.daemon();
    world.signal(before.pid, 'SIGKILL');
    await first.exited;
    expect(existsSync(world.paths.socket)).toBe(true);
    const lock = `${world.paths.socket}.starting`;
    mkdirSync(lock);
    utimesSync(lock, longAgo, longAgo);

    const second = spawnDaemon(world);
    const after = await world.daemon();
    expect(after.pid).toBe(second.pid);
    expect(after.token).toBe(before.token);
    expect(existsSync(lock)).toBe(false);
  });

  test('knows the sessions in its first answer: a push that comes while it starts is none of a wrong name', async () => {
    await using world = await World.create();
    await world.newSession('a');
    const first = spawnDaemon(world);
    await world.daemon();
    await announce(world);
    world.signal(first.pid, 'SIGKILL');
    await first.exited;
    spawnDaemon(world);
    const status = { session: 'a', text: 'early' };
    const answer = await until(
      // Until somebody listens.
      () => post({ socketPath: world.paths.socket }, '/set-status', status).catch(() => undefined),
      'an answer',
    );
    expect(answer.status).toBe(204);
  });

  test('does not start in a directory that belongs to somebody else', { skip: process.getuid?.() !== 0 }, async () => {
    await using world = await World.create();
    const dir = `${world.root}/theirs`;
    mkdirSync(dir);
    await world.run('chown', ['12345', dir]);
    const { exited, stderr } = spawnDaemon(world, [], { OPENSESSIONS_SOCKET: `${dir}/daemon.sock` });
    expect(await exited).toBe(1);
    expect(stderr()).toContain(`${dir} belongs to another user`);
  });
});

describe('the directory below /tmp, where everybody may have made one of that name', () => {
  const long = (world: World) => ({
    XDG_RUNTIME_DIR: '',
    XDG_STATE_HOME: `${world.root}/${'long/'.repeat(25)}`,
  });

  test.each<[string, (dir: string, world: World) => unknown]>([
    ['is open to other users', (dir) => mkdirSync(dir) ?? chmodSync(dir, 0o755)],
    [
      'is no directory',
      (dir, { root }) => {
        mkdirSync(`${root}/theirs`, { mode: 0o700 });
        symlinkSync(`${root}/theirs`, dir);
      },
    ],
    ...(process.getuid?.() === 0
      ? [
          [
            'belongs to another user',
            (dir: string) => {
              mkdirSync(dir, { mode: 0o700 });
              chownSync(dir, 12_345, 12_345);
            },
          ] as [string, (dir: string) => unknown],
        ]
      : []),
  ])('that %s: daemon and command line refuse it, whoever listens there', async (why, make) => {
    await using world = await World.create();
    const env = long(world);
    const { socket } = paths({ ...world.env, ...env });
    const dir = dirname(socket);
    expect(dir).toMatch(/^\/tmp\/opensessions-[0-9a-f]{16}$/);
    make(dir, world);
    let asked = 0;
    const stranger = createServer(() => {
      asked += 1;
    }).listen(socket);
    try {
      await once(stranger, 'listening');
      const { exited, stderr } = spawnDaemon(world, [], env);
      expect(await exited).toBe(1);
      expect(stderr()).toContain(`${dir} ${why}`);
      const { code, stdout, stderr: said } = await world.run(process.execPath, [mainFile, 'state'], env);
      expect([code, stdout]).toEqual([1, '']);
      expect(said).toContain(`${dir} ${why}`);
      expect(asked).toBe(0);
    } finally {
      stranger.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });

  test('is made private, and used', async () => {
    await using world = await World.create();
    const env = long(world);
    const { socket } = paths({ ...world.env, ...env });
    const { exited } = spawnDaemon(world, [], env);
    try {
      const ask = () => world.run(process.execPath, [mainFile, 'sessions'], env);
      await until(async () => (await ask()).code === 0, 'an answer');
      expect(mode(dirname(socket))).toBe(0o700);
      expect((await world.run(process.execPath, [mainFile, 'quit'], env)).code).toBe(0);
      expect(await exited).toBe(0);
    } finally {
      rmSync(dirname(socket), { recursive: true, force: true });
    }
  });
});

describe('files', () => {
  test('are private, and gone after SIGTERM but for the token', async () => {
    await using world = await World.create();
    const { exited } = spawnDaemon(world);
    const { pid, port } = await world.daemon();
    const { socket, token, pid: pidFile, port: portFile, stateDir, log } = world.paths;
    expect([socket, token, pidFile, portFile, log].map(mode)).toEqual([0o600, 0o600, 0o600, 0o600, 0o600]);
    expect([dirname(socket), stateDir].map(mode)).toEqual([0o700, 0o700]);
    expect(readFileSync(pidFile, 'utf8')).toBe(`${pid}\n`);
    expect(readFileSync(portFile, 'utf8')).toBe(`${port}\n`);
    expect(readFileSync(token, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    world.signal(pid, 'SIGTERM');
    expect(await exited).toBe(0);
    expect([socket, pidFile, portFile, token].map((path) => existsSync(path))).toEqual([false, false, false, true]);
  });

  test('a token that others could read is closed to them; one that is none is replaced', async () => {
    await using world = await World.create();
    mkdirSync(world.paths.stateDir, { recursive: true });
    writeFileSync(world.paths.token, 'not a token', { mode: 0o644 });
    spawnDaemon(world);
    const { token } = await world.daemon();
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(mode(world.paths.token)).toBe(0o600);
  });

  test('a config.json with an error is logged with path and reason, and the daemon runs on', async () => {
    await using world = await World.create();
    mkdirSync(world.paths.configDir, { recursive: true });
    writeFileSync(world.paths.config, '{"sidebarWidth": 900, "sidebarPosition": "top"}');
    spawnDaemon(world);
    await world.daemon();
    const logged = () => readFileSync(world.paths.log, 'utf8');
    await until(() => logged().includes(world.paths.config), 'the log to name the file');
    expect(logged()).toMatch(/sidebarWidth: .*60.*sidebarPosition: /);

    writeFileSync(world.paths.config, '{"sidebarWidth": 30');
    await post({ socketPath: world.paths.socket }, '/command', { command: { name: 'refresh' } });
    expect(logged()).toContain(`${world.paths.config} is no JSON: line 1: a } is missing`);

    writeFileSync(world.paths.config, '{"sidebarwidth": 30}');
    for (let times = 0; times < 2; times += 1)
      await post({ socketPath: world.paths.socket }, '/command', { command: { name: 'refresh' } });
    expect(logged().split('sidebarwidth (did you mean sidebarWidth?)')).toHaveLength(2);
  });

  test('a config.json that cannot be read is logged with path and reason', async () => {
    await using world = await World.create();
    mkdirSync(world.paths.config, { recursive: true });
    const { stderr } = spawnDaemon(world);
    await world.daemon();
    await until(() => stderr().includes(world.paths.config), 'the log to name the file');
  });
});

describe('the port', () => {
  test('is the one asked for, or another one when somebody has it, published in the file and in tmux', async () => {
    await using world = await World.create();
    const stranger = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    const address = stranger.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await world.newSession('a');
      const { stderr } = spawnDaemon(world, [], { OPENSESSIONS_PORT: `${taken}` });
      const { port } = await world.daemon();
      await announce(world);
      expect(port).not.toBe(taken);
      expect(stderr()).toContain(`port ${taken} belongs to somebody else`);
      expect(await world.tmux('show-environment', '-g', 'OPENSESSIONS_PORT')).toBe(`OPENSESSIONS_PORT=${port}`);
    } finally {
      stranger.close();
    }
  });

  test('is the one of the config where the environment says nothing', async () => {
    await using world = await World.create({ env: { OPENSESSIONS_PORT: undefined } });
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const address = free.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    free.close();
    await once(free, 'close');
    mkdirSync(world.paths.configDir, { recursive: true });
    writeFileSync(world.paths.config, JSON.stringify({ port }));
    spawnDaemon(world);
    expect((await world.daemon()).port).toBe(port);
  });

  test('a number that is no port is named in the log, and any free one is not taken in silence', async () => {
    await using world = await World.create();
    const { stderr } = spawnDaemon(world, [], { OPENSESSIONS_PORT: '99999' });
    await until(() => stderr().includes('OPENSESSIONS_PORT'), 'the log to name the variable');
    expect(stderr()).toContain('"99999"');
  });
});

describe.concurrent('the end', () => {
  const soon = { OPENSESSIONS_LINGER_MS: '200' };

  test('comes by itself when nobody is left', async () => {
    await using world = await World.create({ env: soon });
    const { exited } = spawnDaemon(world, ['--background']);
    expect(await exited).toBe(0);
    expect(existsSync(world.paths.socket)).toBe(false);
    expect(readFileSync(world.paths.log, 'utf8')).toContain('ending: nobody is left');
  });

  test('not while a WebSocket client is there', async () => {
    await using world = await World.create({ env: { OPENSESSIONS_LINGER_MS: '1000' } });
    const { exited } = spawnDaemon(world, ['--background']);
    const daemon = await world.daemon();
    const client = await WsClient.open({ socketPath: world.paths.socket });
    await client.next('hello');
    // On the daemon's own clock.
    await until(async () => (await daemon.health()).uptime >= 3, 'more than the lingering', { timeoutMs: 20_000 });
    client.close();
    expect(await exited).toBe(0);
  });

  test('not while a tmux server is there', async () => {
    await using world = await World.create({ env: soon });
    await world.newSession('a');
    await announce(world);
    const daemon = await world.daemon();
    await until(async () => (await daemon.health()).uptime >= 2, 'ten times the lingering');
    expect(await world.leftovers()).toEqual([]);
  });

  test('in the foreground only when told', async () => {
    await using world = await World.create({ env: soon });
    const { exited } = spawnDaemon(world);
    const daemon = await world.daemon();
    await until(async () => (await daemon.health()).uptime >= 2, 'ten times the lingering');
    world.signal(daemon.pid, 'SIGINT');
    expect(await exited).toBe(0);
  });

  test('by quit: clients hear bye, the answer arrives, nothing stays', async () => {
    await using world = await World.create();
    const { exited } = spawnDaemon(world);
    await world.daemon();
    const client = await WsClient.open({ socketPath: world.paths.socket });
    await client.next('hello');
    const output = await world.cli('quit');
    expect(output).toEqual({ code: 0, stdout: '', stderr: '' });
    await client.next('bye');
    expect(await exited).toBe(0);
    expect(existsSync(world.paths.socket)).toBe(false);
  });
});

test('while it ends, it serves nobody any more: 503', async () => {
  await using world = await World.create();
  spawnDaemon(world);
  const { port } = await world.daemon();
  // A client that never says goodbye keeps it for a moment.
  const silent = connect(world.paths.socket);
  silent.write(
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await once(silent, 'data');
  expect((await post({ socketPath: world.paths.socket }, '/command', { command: { name: 'quit' } })).status).toBe(204);
  const { status, headers, text } = await post({ port }, '/log', { session: 'a', message: 'x' });
  expect([status, headers['retry-after'], JSON.parse(text).detail]).toEqual([503, '1', 'the daemon ends']);
  silent.destroy();
});

test('a tmux server that was announced is known again after kill -9', async () => {
  await using world = await World.create();
  await world.newSession('a');
  await announce(world);
  const before = await world.daemon();
  world.signal(before.pid, 'SIGKILL');
  await until(() => daemonPids(world).length === 0, 'the daemon to be gone');
  expect((await cliInTmux(world, 'state')).code).toBe(3);
  spawnDaemon(world, ['--background']);
  const after = await world.daemon();
  await until(async () => (await after.state()).sessions.some(({ name }) => name === 'a'), 'session a');
});

test('a list of tmux servers that can be neither read nor written is logged, and this daemon serves all the same', async () => {
  await using world = await World.create();
  await world.newSession('a');
  mkdirSync(world.paths.servers, { recursive: true });
  const { stderr } = spawnDaemon(world);
  const daemon = await world.daemon();
  await announce(world);
  expect((await daemon.state()).sessions.map(({ name }) => name)).toEqual(['a']);
  expect(stderr()).toContain('cannot look for known tmux servers');
  expect(stderr()).toContain(`cannot remember the tmux servers in ${world.paths.servers}`);
});
