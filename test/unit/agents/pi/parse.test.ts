import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySession, readLines, type Session, skipAhead } from '../../../../src/agents/pi/parse.ts';
import { growth, lines } from '../../../support/agents/recording.ts';

function states(scenario: string): string[] {
  const after: Session[] = [];
  for (const chunk of growth(scenario)) after.push(readLines(after.at(-1) ?? emptySession, chunk));
  return after.map(({ turn, tools }) =>
    [turn.claim, turn.retryUntil !== null && 'retry', ...tools.values()].filter(Boolean).join(' '),
  );
}

test.each([
  ['pi/simple', ['done', 'running', 'done']],
  ['pi-0.74.2/simple', ['done', 'running', 'done']],
  ['pi/slow', ['done']],
  ['pi/interrupt', ['interrupted']],
  ['pi/fail', ['error retry', 'error retry', 'error retry', 'error retry']],
  ['pi/tool', ['running bash: ls', 'running', 'done']],
  ['pi/resume', ['done', 'running', 'done']],
])('%s', (scenario, expected) => {
  expect(states(scenario)).toEqual(expected);
});

test('what a session is called, where it is and what answers', () => {
  expect(readLines(emptySession, lines('pi/tool.jsonl'))).toMatchObject({
    id: '01a1fd05-1d54-7345-b59c-3e9d3b5e9add',
    cwd: '/home/dev/api',
    startedAt: Date.parse('2026-11-21T07:32:13.268Z'),
    custom: null,
    prompt: 'TOOL ls',
    model: 'fake-model',
    updatedAt: Date.parse('2026-11-21T07:32:15.795Z'),
  });
});

const entry = (seconds: number, message: object) =>
  JSON.stringify({ type: 'message', timestamp: new Date(seconds * 1000).toISOString(), message });
const answer = (seconds: number, stopReason: string, more: object = {}) =>
  entry(seconds, { role: 'assistant', stopReason, ...more });

test('an open turn began with its prompt, however many tools and failed attempts follow', () => {
  const open = [
    entry(10, { role: 'user', content: 'go' }),
    answer(12, 'toolUse', { content: [{ type: 'toolCall', id: 'a', name: 'read', arguments: { path: 'x.ts' } }] }),
    entry(13, { role: 'user', content: 'and this' }),
    answer(14, 'error', { errorMessage: '503 overloaded' }),
  ];
  expect(readLines(emptySession, open).turn).toMatchObject({ claim: 'error', began: 10_000, retryUntil: 29_000 });
  expect(readLines(emptySession, [...open, answer(20, 'toolUse')]).turn).toMatchObject({
    claim: 'running',
    at: 10_000,
  });
  expect(readLines(emptySession, [...open, answer(20, 'stop')]).turn).toMatchObject({ claim: 'done', at: 20_000 });
});

test('an error that Pi does not try again is final at once', () => {
  const refused = answer(1, 'error', { errorMessage: '401 invalid api key' });
  expect(readLines(emptySession, [refused]).turn).toMatchObject({ claim: 'error', retryUntil: null });
});

test('Esc in a tool is recorded as an error, and is none', () => {
  const aborted = answer(3, 'error', { errorMessage: 'This operation was aborted' });
  expect(
    readLines(emptySession, [entry(1, { role: 'user', content: 'go' }), answer(2, 'toolUse'), aborted]).turn,
  ).toEqual({ claim: 'interrupted', at: 3000, began: 1000, error: null, attempts: 0, retryUntil: null });
  const late = answer(3, 'error', { errorMessage: 'The operation was aborted due to timeout' });
  expect(readLines(emptySession, [late]).turn.claim).toBe('error');
});

test('a name that is taken away again is none', () => {
  const named = readLines(emptySession, ['{"type":"session_info","name":"  auth\\u001b[31m "}']);
  expect(named.custom).toBe('auth');
  expect(readLines(named, ['{"type":"session_info","name":""}']).custom).toBeNull();
});

test('behind a gap only what stands there counts', () => {
  const head = readLines(emptySession, lines('pi/simple.jsonl'));
  expect(skipAhead(head)).toMatchObject({ id: head.id, prompt: head.prompt, turn: { claim: 'idle' } });
  const inTool = entry(99, { role: 'toolResult', toolCallId: 'lost' });
  expect(readLines(skipAhead(head), [inTool]).turn.claim).toBe('running');
});

test('lines in one chunk or in many give the same; junk between them gives nothing', () => {
  const all = lines('pi/fail.jsonl');
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constant('{"type":"message"}'),
    fc.constant('{"type":"message","message":{"role":"user"'),
  );
  fc.assert(
    fc.property(
      fc.nat(all.length),
      fc.array(
        junk.filter((text) => !text.includes('"role":"user"}')),
        { maxLength: 5 },
      ),
      (at, between) => {
        const parts = readLines(readLines(readLines(emptySession, all.slice(0, at)), between), all.slice(at));
        const { updates, ...whole } = readLines(emptySession, all);
        expect(parts).toMatchObject(whole);
      },
    ),
  );
});

test.each(['a\nb', '\u001b]0;x\u0007', 'x'.repeat(1_000_000)])(
  'a file whose id is none says nothing of a session',
  (id) => {
    const header = JSON.stringify({ type: 'session', id, timestamp: '2026-11-21T07:32:13.268Z', cwd: '/home/dev' });
    expect(readLines(emptySession, [header]).id).toBeNull();
  },
);
