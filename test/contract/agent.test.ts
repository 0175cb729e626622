import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Thread } from '../../src/protocol/state.ts';
import { until } from '../support/until.ts';
import { type Stage, stage } from './support/stage.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['a', 'b']);
});
afterAll(() => on[Symbol.asyncDispose]());

async function threads(name = 'a'): Promise<Thread[]> {
  return (await on.daemon.state()).sessions.find((one) => one.name === name)?.threads ?? [];
}
async function report(body: object): Promise<void> {
  const { status, text } = await on.daemon.post('/agent', { session: 'a', ...body });
  expect([status, text]).toEqual([204, '']);
}

test('a thread has what was said of it; since changes with the state only', async () => {
  const pane = on.sessions.get('a')?.pane;
  await report({ agent: 'mine', state: 'running', detail: 'npm \u001b[31mtest', pane });
  const [first] = await threads();
  expect(first).toEqual({
    agent: 'mine',
    thread: 'mine',
    name: null,
    state: 'running',
    since: expect.any(Number),
    certainty: 'exact',
    pane,
    detail: 'npm test',
    model: null,
    unseen: false,
    outside: false,
    subagents: 0,
    background: 0,
  });
  await report({ agent: 'mine', state: 'running', name: 'fix', detail: '' });
  expect(await threads()).toEqual([{ ...first, name: 'fix', pane: null, detail: null }]);
  await report({ agent: 'mine', state: 'waiting' });
  expect((await threads())[0]?.since).toBeGreaterThan(first?.since ?? 0);
  await report({ agent: 'mine', thread: 'second', state: 'idle' });
  expect((await threads()).map(({ thread, state }) => [thread, state])).toEqual([
    ['mine', 'waiting'],
    ['second', 'idle'],
  ]);
  expect(await threads('b')).toEqual([]);
  await report({ agent: 'mine', clear: true });
  await report({ agent: 'mine', thread: 'second', clear: true });
  expect(await threads()).toEqual([]);
});

test('it goes with its ttl', async () => {
  await report({ agent: 'brief', state: 'done', ttl: 0.1 });
  await until(async () => (await threads()).length === 0, 'the thread to be over');
});

test('it goes with its process, which has to run', async () => {
  const child = spawn('sleep', ['600']);
  try {
    await report({ agent: 'bound', state: 'running', pid: child.pid });
    await report({ agent: 'free', state: 'running' });
    expect((await threads()).map(({ agent }) => agent)).toEqual(['bound', 'free']);
  } finally {
    child.kill();
  }
  await until(async () => (await threads()).map(({ agent }) => agent).join() === 'free', 'the thread to go');
  const { status, text } = await on.daemon.post('/agent', { session: 'a', agent: 'x', state: 'done', pid: child.pid });
  expect([status, JSON.parse(text).detail]).toEqual([404, `no process ${child.pid} runs`]);
});

test.each([
  [{ agent: 'x' }, 'state: must be one of idle, running'],
  [{ agent: 'x', state: 'busy' }, 'state: '],
  [{ agent: '\u200b', state: 'done' }, 'agent: must not be empty'],
  [{ agent: 'x', state: 'done', pid: 0 }, 'pid: '],
  [{ agent: 'x', state: 'done', pid: 1.5 }, 'pid: '],
])('%j: 400', async (body, issue) => {
  const { status, text } = await on.daemon.post('/agent', { session: 'a', ...body });
  expect([status, JSON.parse(text).detail]).toEqual([400, expect.stringContaining(issue)]);
});

test('a session has 50 at most, the oldest goes', async () => {
  for (let index = 0; index <= 50; index += 1)
    await report({ session: 'b', agent: 'many', thread: `t${index}`, state: 'idle' });
  const all = await threads('b');
  expect([all.length, all[0]?.thread, all.at(-1)?.thread]).toEqual([50, 't1', 't50']);
});
