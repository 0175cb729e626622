import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import opensessions from '../../../../scripts/integrations/amp-plugin.ts';
import { amp } from '../../../../src/agents/amp/index.ts';
import { fixture } from '../../../support/agents/recording.ts';
import { Watched } from '../../../support/agents/watched.ts';
import { until } from '../../../support/until.ts';

const id = (n: number) => `T-019b9d03-62e3-772f-9780-${String(n).padStart(12, '0')}`;
const cwd = '/home/dev/api';
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.amptmp`, content);
  renameSync(`${path}.amptmp`, path);
}

const data = (watched: Watched) => join(watched.home, '.local/share/amp');
const thread = (watched: Watched, n: number, as = n) =>
  put(join(data(watched), 'threads', `${id(as)}.json`), fixture(`amp/${id(n)}.json`).replaceAll(id(n), id(as)));

test('a thread of old versions, which is written anew each time', async () => {
  await using watched = new Watched(amp);
  const process = await watched.process('amp', cwd);
  watched.processes(process);
  thread(watched, 1, 9);
  await until(() => watched.states().includes(`transcript ${id(9)} running`), 'a turn');
  thread(watched, 5, 9);
  await until(() => watched.states().includes(`transcript ${id(9)} waiting`), 'a question');
  expect(watched.holds()[0]).toMatchObject({
    process: { pid: process.pid },
    facts: { detail: 'Bash: rm -rf build', cwd },
  });
  thread(watched, 6, 9);
  await until(() => watched.states().includes(`transcript ${id(9)} done`), 'the end');
});

test('half a file changes nothing, and is read again', async () => {
  await using watched = new Watched(amp);
  watched.processes(await watched.process('amp', cwd));
  thread(watched, 5);
  await until(() => watched.states().includes(`transcript ${id(5)} waiting`), 'a question');
  const whole = fixture(`amp/${id(6)}.json`).replaceAll(id(6), id(5));
  const path = join(data(watched), 'threads', `${id(5)}.json`);
  writeFileSync(path, whole.slice(0, 700));
  writeFileSync(path, whole);
  await until(() => watched.states().includes(`transcript ${id(5)} done`), 'the whole file');
  expect(watched.problems).toEqual([]);
});

test('threads of other directories and of other times are not followed', async () => {
  await using watched = new Watched(amp);
  thread(watched, 3);
  const old = Date.now() / 1000 - 3600;
  utimesSync(join(data(watched), 'threads', `${id(3)}.json`), old, old);
  const [here, elsewhere] = [await watched.process('amp', cwd), await watched.process('amp', '/home/dev/web')];
  watched.processes(here, elsewhere);
  thread(watched, 7);
  await until(() => watched.states().length > 0, 'a thread');
  expect(watched.holds()).toMatchObject([{ thread: id(7), process: { pid: here.pid } }]);
});

test('which thread a pane shows is in a file whose name follows from the pane', async () => {
  await using watched = new Watched(amp);
  const env = { TMUX: '/tmp/tmux-1000/default,4711,0', TMUX_PANE: '%7' };
  const [one, other] = [await watched.process('amp', cwd, { env }), await watched.process('amp', cwd)];
  watched.processes(one, other);
  const name = `${hash(cwd)}-${hash('tmux:%7@4711,0')}-interactive-session.json`;
  put(join(data(watched), 'last-threads', name), JSON.stringify(id(5)));
  await until(() => watched.states().includes(`registry ${id(5)} present`), 'the thread of the pane');
  thread(watched, 5);
  await until(() => watched.states().includes(`transcript ${id(5)} waiting`), 'its state');
  expect(watched.holds().map(({ process }) => process?.pid)).toEqual([one.pid, one.pid]);
});

test('the thread that was opened last has been looked at', async () => {
  await using watched = new Watched(amp);
  put(join(data(watched), 'session.json'), fixture('amp/session.json'));
  watched.processes(await watched.process('amp', cwd));
  await until(() => watched.holds().length > 0, 'the session file');
  expect(watched.holds()).toMatchObject([
    { thread: id(3), claim: null, process: null, facts: { seen: expect.any(Number) } },
  ]);
});

/** Amp's side of its plugin interface, in this very process. */
function plugged(watched: Watched) {
  vi.stubEnv('XDG_STATE_HOME', dirname(watched.stateDir));
  onTestFinished(() => void vi.unstubAllEnvs());
  const handlers = new Map<string, (event: object, context: object) => unknown>();
  const states = new Map<string, (state: string) => void>();
  let dispose = () => {};
  opensessions({
    on: (type, handler) => void handlers.set(type, handler),
    onDispose: (handler) => {
      dispose = handler;
    },
  });
  const context = (of: string, parent: string | null) => ({
    thread: {
      id: of,
      parentThreadID: async () => parent,
      state: { subscribe: (handler: (state: string) => void) => void states.set(of, handler) },
    },
  });
  return {
    handlers,
    dispose: () => dispose(),
    state: (of: string, state: string) => states.get(of)?.(state),
    emit: (type: string, of: string, event: object = {}, parent: string | null = null) =>
      handlers.get(type)?.({ thread: { id: of }, ...event }, context(of, parent)),
  };
}

test('what our plugin tells: turns, questions, how they end', async () => {
  await using watched = new Watched(amp);
  const agent = plugged(watched);
  watched.processes(await watched.agentProcess('amp', process.pid, { cwd, startedAt: Date.now() - 1000 }));
  const is = (claim: string) => until(() => watched.states().includes(`plugin ${id(1)} ${claim}`), claim);
  agent.emit('session.start', id(1));
  await is('idle');
  agent.emit('agent.start', id(1), { message: 'do it' });
  await is('running');
  agent.state(id(1), 'awaiting-approval');
  await is('waiting');
  agent.state(id(1), 'running');
  await is('running');
  agent.state(id(1), 'idle');
  agent.emit('agent.end', id(1), { status: 'cancelled' });
  await is('interrupted');
  expect(watched.holds()[0]?.facts).toMatchObject({ names: { prompt: 'do it' }, cwd });
  agent.dispose();
  await until(() => watched.withdrawn.includes(`plugin pid:${process.pid}`), 'the plugin to be silent');
});

test('a subagent’s thread is not its parent’s', async () => {
  await using watched = new Watched(amp);
  const agent = plugged(watched);
  watched.processes(await watched.agentProcess('amp', process.pid, { cwd, startedAt: Date.now() - 1000 }));
  agent.emit('agent.start', id(1));
  agent.emit('session.start', id(2), {}, id(1));
  agent.emit('agent.start', id(2), {}, id(1));
  agent.emit('agent.end', id(2), { status: 'done' }, id(1));
  agent.emit('tool.result', id(1), { tool: 'Task' });
  agent.emit('agent.end', id(1), { status: 'done' });
  await until(() => watched.states().includes(`plugin ${id(1)} done`), 'the end of the turn');
  expect(new Set(watched.seen.map(({ thread }) => thread))).toEqual(new Set([id(1)]));
});

test('our plugin decides nothing: no handler for calls of tools, no answers', async () => {
  await using watched = new Watched(amp);
  const agent = plugged(watched);
  expect([...agent.handlers.keys()]).not.toContain('tool.call');
  expect(agent.emit('agent.start', id(1), { message: 'do it' })).toBeUndefined();
});

test('a plugin that runs in a process of its own speaks of its parent', async () => {
  await using watched = new Watched(amp);
  const agent = plugged(watched);
  agent.emit('agent.start', id(1));
  await until(() => watched.claimed.includes(process.pid), 'the process to be claimed');
  watched.processes(await watched.agentProcess('amp', process.ppid, { cwd, startedAt: Date.now() - 60_000 }));
  await until(() => watched.states().includes(`plugin ${id(1)} running`), 'the turn');
  expect(watched.holds()[0]?.process?.pid).toBe(process.ppid);
});
