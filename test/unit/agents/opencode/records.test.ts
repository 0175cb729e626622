import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judge, type MessageRow, type SessionRow, type ToolRow } from '../../../../src/agents/opencode/judge.ts';
import { type Holder, readRecords } from '../../../../src/agents/opencode/records.ts';
import { rows, scratch, writer } from './database.ts';
import { recordings } from './recordings.ts';

const asks = 'waiting (bash: touch /home/dev/api/asked.txt)';

/** What each moment really was, oldest session first. */
const moments: Readonly<Record<string, readonly string[]>> = {
  'esc.perm': ['done'],
  esc: ['interrupted'],
  'esc.tool': ['interrupted'],
  'fail.400': ['error (fake bad request)'],
  'fail.401': ['error (fake bad key)'],
  'fail.500-aborted': ['interrupted'],
  'fail.500-retrying': ['running'],
  'kill9warm.killed': ['running'],
  'kill9warm.mid': ['running'],
  'kill9warm.resumed': ['running'],
  'permission.allowed': ['done'],
  'permission.always': ['done'],
  'permission.rejected': ['done'],
  'permission.waiting': [asks],
  'question.end': ['done'],
  'question.waiting': ['waiting (Which colour?)'],
  run: ['done'],
  simple: ['done'],
  'subagent.end': ['done', 'child done'],
  'subagent.end2': ['done', 'child done', 'child done'],
  'subagent.mid': ['running'],
  'subagent.permission': ['running (task: fake subtask)', 'child done', `child ${asks}`],
  'tool.end': ['done'],
  'tool.mid': ['running'],
};

test('every recorded database has its table', () => {
  const known = Object.keys(moments).map((name) => `${name}.sql`);
  expect(recordings('.sql').filter((file) => !file.startsWith('schema'))).toEqual(known.sort());
});

test.each(Object.entries(moments))('%s', async (name, expected) => {
  using place = scratch();
  const path = join(place.dir, 'opencode.db');
  const db = writer(path, `${name}.sql`);
  const found = await rows(path);
  db.close();
  const told = found
    .toSorted((a, b) => a.created - b.created)
    .map((row) => {
      const { claim, detail } = judge(row, 2e12);
      return `${row.parent === null ? '' : 'child '}${claim}${detail === undefined ? '' : ` (${detail})`}`;
    });
  expect(told).toEqual(expected);
});

const message = (role: string, created: number, more: Partial<MessageRow> = {}): MessageRow => ({
  id: `msg_${created}`,
  role,
  created,
  updated: created,
  completed: null,
  finish: null,
  error: null,
  errorText: null,
  model: null,
  ...more,
});
const call = (more: Partial<ToolRow> = {}): ToolRow => ({
  tool: 'bash',
  status: 'running',
  hasMetadata: false,
  start: 1000,
  error: null,
  detail: 'bash: ls',
  ...more,
});
const session = (messages: readonly MessageRow[], tools: readonly ToolRow[] = []) => ({
  ...{ id: 'ses_1', parent: null, directory: '/d', title: null, model: null, created: 1 },
  messages: [...messages].reverse(),
  tools,
});
const user = message('user', 10);
const answering = message('assistant', 20);
const done = message('assistant', 20, { completed: 30, finish: 'stop' });

test('no message: nothing was asked yet', () => {
  expect(judge(session([]), 5)).toEqual({ claim: 'idle', at: 1 });
});

test('a call that shows nothing for a second waits for permission, since it began', () => {
  const one = session([user, answering], [call()]);
  expect(judge(one, 1999)).toMatchObject({ claim: 'running', at: 10, due: 2000 });
  expect(judge(one, 2000)).toEqual({ claim: 'waiting', at: 1000, detail: 'bash: ls' });
  // In a pane a question is seen.
});

test('a call that shows something, and one that never does, run', () => {
  expect(judge(session([user, answering], [call({ hasMetadata: true })]), 9e9).claim).toBe('running');
  expect(judge(session([user, answering], [call({ tool: 'webfetch' })]), 9e9).claim).toBe('running');
  expect(judge(session([user, answering], [call({ hasMetadata: true }), call()]), 9e9).claim).toBe('waiting');
});

test('between two steps it runs; a refusal ends the turn, a refusal with a word to the agent does not', () => {
  const step = message('assistant', 20, { completed: 30, finish: 'tool-calls' });
  const refusal = 'The user rejected permission to use this specific tool call';
  const after = (error: string | null) => judge(session([user, step], [call({ status: 'error', error })]), 40).claim;
  expect(after(null)).toBe('running');
  expect(after('command failed')).toBe('running');
  expect(after(`${refusal}.`)).toBe('done');
  expect(after('The user dismissed this question')).toBe('done');
  expect(after(`${refusal} with the following feedback: use rg`)).toBe('running');
});

test('a prompt that was queued runs as soon as the turn before it is done, and falls with it', () => {
  const queued = message('user', 25);
  expect(judge(session([user, answering, queued]), 40)).toMatchObject({ claim: 'running', at: 10 });
  expect(judge(session([user, done, queued]), 40)).toMatchObject({ claim: 'running', at: 25 });
  const aborted = message('assistant', 20, { completed: 30, error: 'MessageAbortedError' });
  expect(judge(session([user, aborted, queued]), 40)).toEqual({ claim: 'interrupted', at: 30 });
  expect(judge(session([user, aborted, message('user', 35)]), 40)).toMatchObject({ claim: 'running', at: 35 });
});

const holder = (pid: number, startedAt: number, more: Partial<Holder> = {}, cwd = '/d'): Holder => ({
  process: { agent: 'opencode', pid, start: `${pid}`, startedAt, cwd, argv: ['opencode'], env: {}, place: null },
  asked: null,
  current: null,
  speaks: false,
  headless: false,
  ...more,
});
const bindings = (holders: readonly Holder[], works: readonly SessionRow[], before = new Map()) =>
  readRecords('opencode', works, holders, before, 50_000);
const threads = ({ evidence }: ReturnType<typeof bindings>) =>
  evidence
    .filter(({ subject }) => subject.startsWith('pid:'))
    .map(({ subject, thread, claim }) => [subject, thread, claim]);
const work = (id: string, prompted: number) => ({ ...session([message('user', prompted)]), id });

test('the only process of a directory has its session; before the first, no turn runs', () => {
  expect(threads(bindings([holder(1, 5000)], [work('ses_a', 6000)]))).toEqual([['pid:1', 'ses_a', null]]);
  expect(threads(bindings([holder(1, 5000)], [work('ses_a', 2000)]))).toEqual([['pid:1', null, 'idle']]);
  expect(threads(bindings([holder(1, 5000, {}, '/else')], [work('ses_a', 6000)]))).toEqual([['pid:1', null, 'idle']]);
});

test('of two sessions it has the one that was written in last', () => {
  const works = [work('ses_a', 6000), work('ses_b', 7000)];
  expect(threads(bindings([holder(1, 5000)], works))).toEqual([['pid:1', 'ses_b', null]]);
});

test('an argument names it', () => {
  const two = [holder(1, 5000), holder(2, 5000, { asked: 'ses_a' })];
  expect(threads(bindings(two, [work('ses_a', 6000)]))).toEqual([
    ['pid:1', null, 'idle'],
    ['pid:2', 'ses_a', null],
  ]);
});

test('two processes of one directory: nobody guesses, unless only one was there', () => {
  const one = [holder(1, 5000)];
  const two = [...one, holder(2, 9000)];
  const first = bindings(one, [work('ses_a', 6000)]);
  const second = bindings(two, [work('ses_a', 6000), work('ses_b', 20_000)], new Map(first.bindings.owners));
  expect(threads(second)).toEqual([
    ['pid:1', 'ses_a', null],
    ['pid:2', null, null],
  ]);
  expect(second.bindings.owners.get('ses_b')).toEqual({ pid: null, prompted: 20_000 });
  const other = bindings(
    [holder(2, 9000)],
    [work('ses_a', 6000), work('ses_b', 20_000)],
    new Map(second.bindings.owners),
  );
  expect(threads(other)).toEqual([['pid:2', null, null]]);
});

test('two processes of one directory are told apart by the titles of their panes', () => {
  const shows = (pid: number, title: string, startedAt = 5000) => {
    const one = holder(pid, startedAt);
    return { ...one, process: { ...one.process, title } };
  };
  const titled = (id: string, prompted: number, title: string) => ({ ...work(id, prompted), title });
  const a = titled('ses_a', 6000, 'Fix the login');
  const b = titled('ses_b', 7000, 'A title that is longer than forty characters');
  const home = shows(2, 'OpenCode');
  expect(threads(bindings([shows(1, 'OC | Fix the login'), home], [a]))).toEqual([
    ['pid:1', 'ses_a', null],
    ['pid:2', null, 'idle'],
  ]);
  const both = [shows(1, 'OC | Fix the login'), shows(2, 'OC | A title that is longer than forty cha…')];
  expect(threads(bindings(both, [a, b]))).toEqual([
    ['pid:1', 'ses_a', null],
    ['pid:2', 'ses_b', null],
  ]);
  // Refused before: a title decides it later. Then it stays, also when its pane shows something else.
  const refused = bindings([shows(1, 'OpenCode'), home], [a]).bindings.owners;
  expect(refused.get('ses_a')?.pid).toBeNull();
  const joined = bindings([shows(1, 'OC | Fix the login'), home], [a], new Map(refused)).bindings.owners;
  expect(threads(bindings([shows(1, 'OC | /else'), home], [a], new Map(joined)))[0]).toEqual(['pid:1', 'ses_a', null]);

  const isRefused = (holders: readonly Holder[], works: readonly SessionRow[]) =>
    bindings(holders, works).bindings.owners.get('ses_a')?.pid === null;
  expect(isRefused([shows(1, 'OC | Fix the login'), shows(2, 'OC | Fix the login')], [a])).toBe(true);
  expect(isRefused(both, [a, { ...b, title: 'Fix the login' }])).toBe(true);
  expect(isRefused([shows(1, 'Fix the login'), home], [a])).toBe(true);
  // A pane keeps the title of what ran in it before.
  expect(isRefused([shows(1, 'OC | Fix the login', 9000), shows(2, 'OpenCode'), shows(3, 'OpenCode')], [a])).toBe(true);
});

test('a session that a plugin knows the process of is nobody else’s', () => {
  const two = [holder(1, 5000), holder(2, 5000, { current: 'ses_a', speaks: true })];
  const reading = bindings(two, [work('ses_a', 6000)]);
  expect(threads(reading)).toEqual([['pid:1', null, 'idle']]);
  expect(reading.evidence.find(({ subject }) => subject === 'ses_a')?.process?.pid).toBe(2);
});

test('a turn that an earlier process left open is not the new one’s', () => {
  const left = bindings([holder(1, 5000, { asked: 'ses_a' })], [work('ses_a', 2000)]);
  expect(left.evidence.find(({ subject }) => subject === 'ses_a')).toMatchObject({ claim: 'interrupted', at: 2000 });
  const own = bindings([holder(1, 5000, { asked: 'ses_a' })], [work('ses_a', 6000)]);
  expect(own.evidence.find(({ subject }) => subject === 'ses_a')).toMatchObject({ claim: 'running', at: 6000 });
});

test('a subagent belongs to the process of its parent', () => {
  const child = { ...work('ses_c', 7000), parent: 'ses_a' };
  const reading = bindings([holder(1, 5000)], [child, work('ses_a', 6000)]);
  expect(threads(reading)).toEqual([['pid:1', 'ses_a', null]]);
  expect(reading.evidence.find(({ subject }) => subject === 'ses_c')).toMatchObject({
    process: { pid: 1 },
    facts: { parent: 'ses_a' },
  });
});
