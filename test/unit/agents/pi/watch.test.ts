import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import opensessions from '../../../../scripts/integrations/pi-extension.ts';
import { pi } from '../../../../src/agents/pi/index.ts';
import { Watched } from '../../../support/agents/watched.ts';
import { until } from '../../../support/until.ts';

const cwd = '/home/dev/api';
const iso = (at: number) => new Date(at).toISOString();
const header = (id: string, at = Date.now(), where = cwd) =>
  `${JSON.stringify({ type: 'session', version: 3, id, timestamp: iso(at), cwd: where })}\n`;
const said = (message: object, at = Date.now()) =>
  `${JSON.stringify({ type: 'message', timestamp: iso(at), message })}\n`;
const user = said({ role: 'user', content: 'go' });
const done = (at?: number) => said({ role: 'assistant', stopReason: 'stop' }, at);

function session(watched: Watched, id: string, content: string): string {
  const path = join(watched.home, '.pi/agent/sessions/--home-dev-api--', `2026-11-21T07-32-13-268Z_${id}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

test('a session that begins while its process lives', async () => {
  await using watched = new Watched(pi);
  const process = await watched.process('pi', cwd);
  watched.processes(process);
  const path = session(watched, 'one', header('one') + user);
  await until(() => watched.states().includes('transcript one running'), 'an open turn');
  appendFileSync(path, done());
  await until(() => watched.states().includes('transcript one done'), 'the end of the turn');
  expect(watched.holds()).toMatchObject([
    {
      subject: `pid:${process.pid}`,
      process: { pid: process.pid, start: process.start },
      facts: { names: { prompt: 'go' }, cwd },
    },
  ]);
  session(watched, 'two', header('two', Date.now() + 1) + done(Date.now() + 1));
  await until(() => watched.states().includes('transcript two done'), 'another session, of the same process');
  expect(watched.states()).toHaveLength(1);
});

test('an old session counts when it grows, and stays closed until then', async () => {
  await using watched = new Watched(pi);
  const old = Date.now() - 3_600_000;
  const path = session(watched, 'old', header('old', old) + done(old));
  utimesSync(path, old / 1000, old / 1000);
  const open = session(watched, 'else', header('else', Date.now(), '/home/dev-api') + done());
  watched.processes(await watched.process('pi', cwd));
  appendFileSync(open, done());
  appendFileSync(path, said({ role: 'user', content: 'again' }, Date.now()));
  await until(() => watched.states().includes('transcript old running'), 'the resumed session');
  expect(watched.seen.map(({ thread }) => thread)).not.toContain('else');
});

test('where sessions are is what the process sees', async () => {
  await using watched = new Watched(pi);
  const dir = join(watched.root, 'elsewhere');
  watched.processes(await watched.process('pi', cwd, { env: { PI_CODING_AGENT_SESSION_DIR: dir } }));
  mkdirSync(dir);
  writeFileSync(join(dir, 'x_y.jsonl'), header('y') + done());
  await until(() => watched.states().includes('transcript y done'), 'the session in its own directory');
});

test('where sessions are is what the settings say', async () => {
  await using watched = new Watched(pi);
  const settings = join(watched.home, '.pi/agent/settings.json');
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, JSON.stringify({ sessionDir: '~/mine' }));
  watched.processes(await watched.process('pi', cwd));
  mkdirSync(join(watched.home, 'mine'));
  writeFileSync(join(watched.home, 'mine/x_y.jsonl'), header('y') + done());
  await until(() => watched.states().includes('transcript y done'), 'the session in that directory');
});

test('a failed attempt is an error when no other follows', async () => {
  await using watched = new Watched(pi);
  const process = await watched.process('pi', cwd, { startedAt: Date.now() - 60_000 });
  const failed = said({ role: 'assistant', stopReason: 'error', errorMessage: '503 overloaded' }, Date.now() - 14_000);
  session(watched, 'one', header('one', Date.now() - 60_000) + failed);
  watched.processes(process);
  await until(() => watched.states().includes('transcript one error'), 'the error');
  expect(watched.seen.map(({ claim }) => claim)).toEqual(['running', 'error']);
  expect(watched.holds()[0]?.facts.detail).toBe('503 overloaded');
});

test('the attempt after which Pi gives up is an error at once', async () => {
  await using watched = new Watched(pi);
  const settings = join(watched.home, '.pi/agent/settings.json');
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, JSON.stringify({ retry: { maxRetries: 1 } }));
  watched.processes(await watched.process('pi', cwd));
  const failed = said({ role: 'assistant', stopReason: 'error', errorMessage: '500 no' });
  const path = session(watched, 'one', header('one') + user + failed);
  await until(() => watched.states().includes('transcript one running'), 'the first attempt');
  expect(watched.holds()[0]?.facts.detail).toBe('attempt 1 failed: 500 no');
  appendFileSync(path, failed);
  await until(() => watched.states().includes('transcript one error'), 'the second attempt');
});

/** Pi's side of its extension interface, in this very process. */
function extended(watched: Watched) {
  vi.stubEnv('XDG_STATE_HOME', dirname(watched.stateDir));
  vi.stubEnv('TMUX_PANE', '%7');
  onTestFinished(() => void vi.unstubAllEnvs());
  const handlers = new Map<string, (event: Record<string, unknown>, context: object) => void>();
  opensessions({ on: (type, handler) => void handlers.set(type, handler) });
  let current = { id: 'none', file: '' };
  return {
    start: (id: string, file: string) => {
      current = { id, file };
    },
    emit: (type: string, event: object = {}) =>
      handlers.get(type)?.(
        { type, ...event },
        {
          model: { id: 'fake-model' },
          sessionManager: { getSessionFile: () => current.file, getSessionId: () => current.id },
        },
      ),
  };
}

test('what our extension tells of its process, before its session is written', async () => {
  await using watched = new Watched(pi);
  const agent = extended(watched);
  const file = join(watched.home, 'sessions/a.jsonl');
  agent.start('a', file);
  agent.emit('session_start', { reason: 'startup' });
  await until(() => watched.claimed.includes(process.pid), 'the process to be claimed');
  watched.processes(await watched.agentProcess('pi', process.pid, { cwd, startedAt: Date.now() - 60_000 }));
  expect(watched.states()).toEqual(['plugin a idle']);
  agent.emit('input', { text: 'fix the tests' });
  agent.emit('agent_start');
  agent.emit('tool_execution_start', { toolCallId: '1', toolName: 'bash', args: { command: 'npm test', timeout: 5 } });
  await until(() => watched.holds()[0]?.facts.detail === 'bash: npm test', 'the tool');
  expect(watched.holds()).toMatchObject([
    { claim: 'running', thread: 'a', facts: { names: { prompt: 'fix the tests' }, model: 'fake-model' } },
  ]);
  mkdirSync(dirname(file));
  writeFileSync(file, header('a') + done());
  agent.emit('agent_end', { messages: [{ role: 'assistant', stopReason: 'aborted' }] });
  await until(() => watched.states().toSorted().join() === 'plugin a interrupted,transcript a done', 'both to speak');
  agent.emit('session_shutdown', { reason: 'quit' });
  await until(() => watched.withdrawn.includes(`plugin pid:${process.pid}`), 'the extension to be silent');
});

test('two in one directory, and only one has the extension', async () => {
  await using watched = new Watched(pi);
  const agent = extended(watched);
  const started = Date.now() - 60_000;
  const mine = session(watched, 'mine', header('mine', started) + done());
  session(watched, 'other', header('other', started) + done());
  agent.start('mine', mine);
  agent.emit('agent_start');
  const other = await watched.process('pi', cwd, { startedAt: started });
  watched.processes(await watched.agentProcess('pi', process.pid, { cwd, startedAt: started }), other);
  const expected = ['plugin mine running', 'transcript mine done', 'transcript other done'];
  await until(() => watched.states().toSorted().join() === expected.join(), 'each to have its own');
  expect(watched.holds().find(({ thread }) => thread === 'other')?.process?.pid).toBe(other.pid);
});

test('what an earlier process with the same id told is not said again', async () => {
  await using watched = new Watched(pi);
  const agent = extended(watched);
  agent.start('a', '');
  agent.emit('agent_start');
  await until(() => watched.claimed.length > 0, 'the event');
  watched.processes(await watched.agentProcess('pi', process.pid, { cwd, startedAt: Date.now() + 10_000 }));
  expect(watched.seen).toEqual([]);
});
