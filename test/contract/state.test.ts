import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Snapshot } from '../../src/protocol/state.ts';
import { until } from '../support/until.ts';
import { send } from './support/http.ts';
import { type Stage, stage } from './support/stage.ts';
import { WsClient } from './support/ws-client.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['one', 'two', 'three']);
});
afterAll(() => on[Symbol.asyncDispose]());

test('/health says who is there, and no secret', async () => {
  const { status, headers, text } = await on.daemon.request('/health');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/json');
  const health = JSON.parse(text);
  expect(Object.keys(health).sort()).toEqual(['build', 'name', 'pid', 'portWanted', 'uptime', 'version']);
  expect(health).toMatchObject({ name: 'opensessions', pid: on.daemon.pid });
  expect(health.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(Number.isInteger(health.uptime)).toBe(true);
});

test('/state has exactly the fields of its schema, over TCP with the token and over the unix socket without', async () => {
  const terminal = await on.world.attach({ session: 'two' });
  const authorization = `Bearer ${on.daemon.token}`;
  const state = await until(async () => {
    const answer = await on.daemon.request('/state', { headers: { authorization } });
    const parsed = Snapshot.parse(answer.json());
    expect(answer.json()).toEqual(parsed);
    return parsed.clients.length === 1 && parsed;
  }, 'the client');
  const overSocket = await send({ socketPath: on.world.paths.socket }, '/state');
  expect(JSON.parse(overSocket.text)).toEqual(state);

  expect(Object.keys(state).sort()).toEqual(['asks', 'clients', 'list', 'sessions']);
  expect(state.sessions.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
  const created = on.sessions.get('two');
  expect(state.sessions[1]).toEqual({
    id: created?.session,
    server: on.world.socket,
    name: 'two',
    dir: realpathSync(on.world.home),
    branch: null,
    git: null,
    ports: [],
    windows: [
      {
        id: created?.window,
        index: 0,
        name: expect.any(String),
        active: true,
        panes: [{ id: created?.pane, active: true, command: null, dir: null }],
      },
    ],
    metadata: { status: null, progress: null, logs: [] },
    threads: [],
  });
  expect(state.clients).toEqual([
    {
      name: terminal.client,
      server: on.world.socket,
      session: created?.session,
      window: created?.window,
      cursor: created?.session,
    },
  ]);
  await terminal.detach();
  await until(async () => (await on.daemon.state()).clients.length === 0, 'the client to be gone');
});

test('dir is where the active work pane is, branch what is checked out there', async () => {
  const repository = join(on.world.root, 'a repository');
  mkdirSync(join(repository, '.git'), { recursive: true });
  writeFileSync(join(repository, '.git', 'HEAD'), 'ref: refs/heads/feat/auth\n');
  const elsewhere = join(on.world.root, 'elsewhere');
  mkdirSync(elsewhere);
  const of = async (name: string) => (await on.daemon.state()).sessions.find((session) => session.name === name);
  const dir = async (name: string) => (await of(name))?.dir;

  await on.world.newSession('places', { dir: repository });
  await until(async () => (await dir('places')) === repository, 'the directory of a new session');
  await until(async () => (await of('places'))?.branch === 'feat/auth', 'its branch');
  writeFileSync(join(repository, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  await until(async () => (await of('places'))?.branch === 'main', 'its next branch');

  const second = await on.world.tmux(
    'split-window',
    '-t',
    '=places:',
    '-c',
    elsewhere,
    '-P',
    '-F',
    '#{pane_id}',
    'exec cat',
  );
  await until(async () => (await dir('places')) === elsewhere, 'the directory of the pane that is active now');
  expect((await of('places'))?.branch).toBe(null);
  expect((await of('places'))?.windows[0]?.panes.find((pane) => pane.active)?.id).toBe(second);
  await on.world.tmux('last-pane', '-t', '=places:');
  await until(async () => (await dir('places')) === repository, 'the directory of the first pane again');
});

test('/state has all of at most 50 log entries, the WebSocket the last 8', async () => {
  for (let index = 1; index <= 60; index += 1) {
    expect((await on.daemon.post('/log', { session: 'three', message: `entry ${index}` })).status).toBe(204);
  }
  const logs = (snapshot: Snapshot) =>
    snapshot.sessions.find(({ name }) => name === 'three')?.metadata.logs.map(({ message }) => message);
  expect(logs(await on.daemon.state())).toEqual(Array.from({ length: 50 }, (_, index) => `entry ${index + 11}`));

  const client = await WsClient.open({ socketPath: on.world.paths.socket });
  const { state } = await client.next('state');
  expect(logs(state)).toEqual(Array.from({ length: 8 }, (_, index) => `entry ${index + 53}`));
  client.close();
});

test('a kept snapshot is what a sidebar paints before the daemon answers', async () => {
  const { snapshot } = on.world.paths;
  await on.daemon.post('/set-status', { session: 'one', text: 'kept' });
  await until(() => {
    return Snapshot.parse(JSON.parse(readFileSync(snapshot, 'utf8'))).sessions[0]?.metadata.status?.text === 'kept';
  }, 'the snapshot file');
});
