import { appendFile, utimes, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { serveApp, thread } from '../../../support/agents/app-server.ts';
import { until } from '../../../support/until.ts';
import { events, timeline, transcript } from './recordings.ts';
import { codexWorld } from './world.ts';

const id = '01a1fd05-1b44-7501-ba77-d6307edcd203';
const serverArgv = ['codex', 'app-server', '--listen', 'unix://', '--managed-daemon'];

async function served() {
  const world = await codexWorld();
  const app = await serveApp(world.socket);
  const server = world.process(100, serverArgv, { startedAt: Date.now() - 60_000, server: true });
  const rollout = `${world.home}/sessions/2026/11/21/rollout-2026-11-21T13-21-39-${id}.jsonl`;
  const connected = () => until(() => app.called.includes('thread/loaded/list'), 'the connection');
  return {
    ...world,
    app,
    server,
    rollout,
    connected,
    /** Begins a thread, as a terminal does. */
    async begin(thread_: Record<string, unknown>) {
      const begun = String(thread_['id']);
      await writeFile(`${world.home}/tui-thread-reference-capabilities/${begun}`, '');
      app.threads.set(begun, thread_);
      app.tell('thread/started', { thread: thread_ });
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await app.close();
    },
  };
}

test('what is loaded at first is told, with the server as its process', async () => {
  await using world = await served();
  world.app.threads.set(id, thread(world.home, id, { status: { type: 'active', activeFlags: ['waitingOnApproval'] } }));
  world.processes(world.server);
  const first = await until(() => world.last('protocol', id), 'the thread');
  expect(first).toMatchObject({ thread: id, claim: 'waiting', process: { pid: 100, start: 'start-100' } });
  expect(first.facts).toMatchObject({ model: 'gpt-5.3-codex', cwd: '/home/dev/api' });
});

test('it only reads, and answers nothing', async () => {
  await using world = await served();
  world.app.threads.set(id, thread(world.home, id, {}));
  world.processes(world.server);
  await until(() => world.last('protocol', id), 'the thread');
  world.app.tell('item/commandExecution/requestApproval', { threadId: id });
  world.app.tell('thread/name/updated', { threadId: id, threadName: 'named' });
  await until(() => world.last('protocol', id)?.facts.names?.custom === 'named', 'the name');
  expect(world.app.called).toEqual(['initialize', 'initialized', 'thread/loaded/list', 'thread/read']);
});

test('the recorded messages and lines of a permission, one after the other', async () => {
  await using world = await served();
  world.app.threads.set(id, thread(world.home, id, {}));
  world.processes(world.server);
  await until(() => world.last('protocol', id), 'the thread');
  const steps = [
    ...timeline('ask').map(({ t_ms, appended_lines = [] }) => ({ t_ms, lines: appended_lines, msg: undefined })),
    ...events('ask').flatMap(({ t_ms, msg }) => (msg === undefined ? [] : [{ t_ms, lines: [], msg }])),
  ].sort((a, b) => a.t_ms - b.t_ms);
  const claims: unknown[] = [];
  for (const { lines, msg } of steps) {
    if (msg === undefined) await appendFile(world.rollout, lines.map((line) => `${line}\n`).join(''));
    else {
      const at = Number(msg['emittedAtMs']);
      world.app.tell(String(msg['method']), Object(msg['params']), at);
      claims.push((await until(() => [world.last('protocol', id)].find((one) => one?.at === at), 'the status')).claim);
    }
  }
  expect(claims).toEqual(['running', 'waiting', 'running', 'idle']);
  const end = await until(() => [world.last('transcript', '.jsonl')].find((one) => one?.claim === 'done'), 'the end');
  expect(end).toMatchObject({ thread: id, process: null, at: Date.parse('2026-11-21T07:32:29.200Z') });
  const details = world.said.filter(({ source }) => source === 'transcript').map(({ facts }) => facts.detail);
  expect(details).toContain('exec_command: touch /usr/local/h2-escalate && rm -rf /usr/local/h2-escalate');
  const versions = world.said.filter(({ source }) => source === 'protocol').map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
});

test('found in the middle of a turn, it runs since the turn began', async () => {
  await using world = await served();
  await writeFile(world.rollout, `${transcript('kill9_embedded').join('\n')}\n`);
  world.app.threads.set(id, thread(world.home, id, { status: { type: 'active', activeFlags: [] } }));
  world.processes(world.server);
  const began = Date.parse('2026-11-21T07:32:13.875Z');
  await until(() => world.last('protocol', id)?.at === began, 'the begin');
  expect(world.last('protocol', id)?.claim).toBe('running');
});

test('threads that make up titles are not told, and asked for once', async () => {
  await using world = await served();
  const other = '01a1fe46-58d7-7713-86eb-130303534449';
  world.processes(world.server);
  await world.connected();
  world.app.tell('thread/started', { thread: thread(world.home, id, { ephemeral: true, path: null }) });
  world.app.tell('thread/status/changed', { threadId: id, status: { type: 'active', activeFlags: [] } });
  // One that was begun before we came: nobody has said that it is none.
  world.app.tell('thread/status/changed', { threadId: other, status: { type: 'active', activeFlags: [] } });
  await until(() => world.app.called.includes('thread/read'), 'the question');
  world.app.tell('thread/status/changed', { threadId: other, status: { type: 'idle' } });
  const last = '01a1fe46-76c4-72c1-a3b1-0f56d1179cd5';
  world.app.tell('thread/started', { thread: thread(world.home, last, {}) });
  await until(() => world.last('protocol', last), 'a thread');
  expect(world.said.map((one) => one.thread)).not.toContain(id);
  expect(world.said.map((one) => one.thread)).not.toContain(other);
  expect(world.app.called.filter((method) => method === 'thread/read')).toHaveLength(1);
});

test('a thread that is closed is withdrawn; what its rollout said stays', async () => {
  await using world = await served();
  world.app.threads.set(id, thread(world.home, id, {}));
  world.processes(world.server);
  await until(() => world.last('protocol', id), 'the thread');
  world.app.tell('thread/status/changed', { threadId: id, status: { type: 'notLoaded' } });
  world.app.tell('thread/closed', { threadId: id });
  await until(() => world.withdrawn.includes(`protocol ${id}`), 'the end');
});

test('a lost connection is a failed look, and it comes back', async () => {
  await using world = await served();
  world.app.threads.set(id, thread(world.home, id, {}));
  world.processes(world.server);
  await until(() => world.last('protocol', id), 'the thread');
  world.app.threads.set(id, thread(world.home, id, { status: { type: 'active', activeFlags: [] } }));
  world.app.drop();
  await until(() => world.failed.includes(`protocol ${id}`), 'the failure');
  await until(() => world.last('protocol', id)?.claim === 'running', 'the thread again');
  expect(world.logged).toHaveLength(1);
});

test('a server whose socket is not there yet', async () => {
  await using world = await codexWorld();
  world.processes(world.process(100, serverArgv, { server: true }));
  await until(() => world.logged.length > 0, 'the first try');
  const app = await serveApp(world.socket);
  app.threads.set(id, thread(world.home, id, {}));
  await until(() => world.last('protocol', id), 'the thread');
  await app.close();
});

test('an older server, which has only the list of all threads', async () => {
  await using world = await served();
  const old = '01a1fd06-7047-7053-8ec4-e1d0db05a313';
  world.app.unknown.add('thread/loaded/list');
  world.app.threads.set(id, thread(world.home, id, {}));
  world.app.threads.set(old, thread(world.home, old, { status: { type: 'notLoaded' } }));
  world.processes(world.server);
  await until(() => world.last('protocol', id), 'the thread');
  expect(world.last('protocol', old)).toBeUndefined();
});

test('a subagent names its parent', async () => {
  await using world = await served();
  const child = '01a1fe46-76c4-72c1-a3b1-0f56d1179cd5';
  world.app.threads.set(child, thread(world.home, child, { parentThreadId: id, threadSource: 'subagent' }));
  world.processes(world.server, world.process(7, ['codex']));
  expect((await until(() => world.last('protocol', child), 'the child')).facts.parent).toBe(id);
  expect(world.last('registry', 'pid:7')).toBeUndefined();
});

test('the terminal that started just before has the thread, and keeps it', async () => {
  await using world = await served();
  world.processes(world.server, world.process(7, ['codex']), world.process(8, ['codex'], { cwd: '/elsewhere' }));
  await world.connected();
  await world.begin(thread(world.home, id, {}));
  const binding = await until(() => world.last('registry', 'pid:7'), 'the terminal');
  expect(binding).toMatchObject({ thread: id, claim: 'present', process: { pid: 7, start: 'start-7' } });
  expect(world.last('registry', 'pid:8')).toBeUndefined();
});

test('/new moves the terminal on; the thread that it left is not taken back', async () => {
  await using world = await served();
  const next = '01a1fe47-272f-7373-84e1-d75dc15d2cf4';
  world.processes(world.server, world.process(7, ['codex']));
  await world.connected();
  await world.begin(thread(world.home, id, {}));
  await until(() => world.last('registry', 'pid:7')?.thread === id, 'the first thread');
  await world.begin(thread(world.home, next, {}));
  await until(() => world.last('registry', 'pid:7')?.thread === next, 'the second thread');
  world.app.tell('thread/status/changed', { threadId: id, status: { type: 'idle' } });
  world.app.tell('thread/closed', { threadId: id });
  await until(() => world.withdrawn.includes(`protocol ${id}`), 'the end of the first');
  expect(world.last('registry', 'pid:7')?.thread).toBe(next);
});

test('two terminals that start together are refused, once and aloud', async () => {
  await using world = await served();
  world.processes(world.server, world.process(7, ['codex']), world.process(8, ['codex']));
  await world.connected();
  await world.begin(thread(world.home, id, {}));
  await until(() => world.logged.some((line) => line.includes('more than one terminal')), 'the refusal');
  world.app.tell('thread/status/changed', { threadId: id, status: { type: 'active', activeFlags: [] } });
  await until(() => world.last('protocol', id)?.claim === 'running', 'a change');
  expect(world.said.filter(({ source }) => source === 'registry')).toEqual([]);
  expect(world.logged.filter((line) => line.includes(id))).toHaveLength(1);
});

test('found afterwards: nothing is joined before all threads are known', async () => {
  await using world = await served();
  const [detached, current] = ['01a1fe46-76c4-72c1-a3b1-0f56d1179cd5', '01a1fe47-272f-7373-84e1-d75dc15d2cf4'];
  // Begun long after the terminal started: either may be the one that it has now.
  for (const one of [detached, current]) world.app.threads.set(one, thread(world.home, one, {}));
  world.processes(world.server, world.process(7, ['codex'], { startedAt: Date.parse('2026-11-21T13:00:00Z') }));
  await until(() => world.last('protocol', current), 'the threads');
  world.app.tell('thread/closed', { threadId: detached });
  await until(() => world.last('registry', 'pid:7'), 'the terminal');
  expect(world.said.filter(({ subject }) => subject === 'pid:7').map((one) => one.thread)).toEqual([current]);
});

test('a connection that comes back changes no terminal', async () => {
  await using world = await served();
  const next = '01a1fe47-272f-7373-84e1-d75dc15d2cf4';
  world.processes(world.server, world.process(7, ['codex']));
  await world.connected();
  await world.begin(thread(world.home, id, {}));
  await until(() => world.last('registry', 'pid:7')?.thread === id, 'the first thread');
  await world.begin(thread(world.home, next, {}));
  await until(() => world.last('registry', 'pid:7')?.thread === next, 'the second thread');
  world.app.threads.delete(id);
  world.app.drop();
  await until(() => world.withdrawn.includes(`protocol ${id}`), 'the new connection');
  await until(() => world.app.called.filter((one) => one === 'thread/read').length === 1, 'the thread that is left');
  expect(world.withdrawn).toEqual([`protocol ${id}`]);
  expect(world.said.filter(({ subject }) => subject === 'pid:7')).toHaveLength(2);
});

test('resumed by id: the command line says which thread, loaded or not yet', async () => {
  await using world = await served();
  world.processes(world.server, world.process(7, ['codex']), world.process(8, ['codex', 'resume', id]));
  await world.connected();
  const file = `${world.home}/tui-thread-reference-capabilities/${id}`;
  await writeFile(file, '');
  await utimes(file, new Date(0), new Date(0));
  world.app.threads.set(id, thread(world.home, id, {}));
  world.app.tell('thread/status/changed', { threadId: id, status: { type: 'idle' } });
  await until(() => world.last('registry', 'pid:8')?.thread === id, 'the terminal');
  expect(world.last('registry', 'pid:7')).toBeUndefined();
});
