import { expect, test } from 'vitest';
import { afterGap, nothingRead, read, type Transcript } from '../../../../src/agents/claude/parse.ts';
import { recordEvidence } from '../../../../src/agents/claude/record.ts';
import { doubtedUntil, isOf, parseEntry, pidOfFile, registryEvidence } from '../../../../src/agents/claude/registry.ts';
import { screen, title } from '../../../../src/agents/claude/screen.ts';
import { toolDetail } from '../../../../src/agents/claude/tool.ts';
import { list } from '../../../../src/agents/values.ts';
import type { Evidence } from '../../../../src/core/evidence.ts';
import { events, standIn } from './recording.ts';

const at = (second: number) => `2026-11-21T07:00:${String(second).padStart(2, '0')}.000Z`;
const user = (second: number, content: unknown, more: object = {}) =>
  JSON.stringify({ type: 'user', timestamp: at(second), message: { role: 'user', content }, ...more });
const assistant = (second: number, content: unknown, stop: string | null, more: object = {}) =>
  JSON.stringify({
    type: 'assistant',
    timestamp: at(second),
    message: { model: 'claude-x', content, stop_reason: stop },
    ...more,
  });
const tool = (id: string, name: string, input: object) => ({ type: 'tool_use', id, name, input });
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'x' });
const turnOf = (...lines: string[]) => fold(lines).turn;
const fold = (lines: readonly string[], from: Transcript = nothingRead) =>
  lines.reduce((before, line) => read(before, line), from);

const turn = [user(1, 'do it'), assistant(2, [{ type: 'text', text: 'done' }], 'end_turn')];

test.each<[string, string]>([
  ['meta', user(9, 'x', { isMeta: true })],
  ['a subagent of an old version', user(9, 'x', { isSidechain: true })],
  ['a summary', user(9, 'This session is being continued', { isCompactSummary: true })],
  ['a command', user(9, '<command-name>/clear</command-name>')],
  ['its output', user(9, '<local-command-stdout>x</local-command-stdout>')],
  ['a shell line', user(9, '<bash-input>ls</bash-input>')],
  ['its result', user(9, '<bash-stdout>a</bash-stdout>')],
  ['a task that ended', user(9, '<task-notification>x</task-notification>')],
  ['not of a person', user(9, 'x', { origin: { kind: 'task-notification' } })],
  ['a late result', user(9, [result('old')])],
  ['Claude Code itself', assistant(9, [{ type: 'text', text: 'x' }], null, { message: { model: '<synthetic>' } })],
  ['a copy with an old time', user(0, 'older')],
  ['no JSON', '{"type":"user","timest'],
  ['no object', '[1]'],
  ['no time', JSON.stringify({ type: 'user', message: { content: 'x' } })],
  ['no message', JSON.stringify({ type: 'user', timestamp: at(9), message: 'text' })],
])('%s does not begin a turn', (_what, line) => {
  expect(fold([...turn, line]).turn).toEqual({ is: 'done', at: Date.parse(at(2)) });
});

test('a turn goes on over tools, and counts from its prompt', () => {
  const lines = [
    user(1, 'do it'),
    assistant(2, [tool('a', 'Bash', { command: 'ls' })], 'tool_use'),
    user(3, [result('a')]),
  ];
  expect(turnOf(...lines)).toEqual({ is: 'open', at: Date.parse(at(1)) });
  expect(fold(lines).calls.size).toBe(0);
});

test('an end is told in several lines and counts from the first; an error is no success', () => {
  const duration = JSON.stringify({ type: 'system', subtype: 'turn_duration', timestamp: at(5) });
  expect(turnOf(...turn, duration)).toEqual({ is: 'done', at: Date.parse(at(2)) });
  const failed = assistant(4, [{ type: 'text', text: 'API Error: 500' }], 'stop_sequence', { isApiErrorMessage: true });
  expect(turnOf(user(1, 'x'), failed, duration)).toEqual({
    is: 'error',
    at: Date.parse(at(4)),
    text: 'API Error: 500',
  });
});

test.each(['[Request interrupted by user]', '[Request interrupted by user for tool use]'])('%s', (text) => {
  const lines = [user(1, 'x'), assistant(2, [tool('a', 'Bash', { command: 'ls' })], 'tool_use')];
  expect(fold([...lines, user(3, [result('a')]), user(4, [{ type: 'text', text }])])).toMatchObject({
    turn: { is: 'interrupted', at: Date.parse(at(4)) },
    calls: new Map(),
  });
});

test('after a gap the names stay, and a turn is found in the middle', () => {
  const before = fold([user(1, 'first'), JSON.stringify({ type: 'ai-title', aiTitle: 'T' })]);
  const after = fold([user(5, [result('unknown')])], afterGap(before));
  expect(after).toMatchObject({ turn: { is: 'open', at: Date.parse(at(5)) }, prompt: 'first', generated: 'T' });
});

test('names, model and directory; text is cleaned and cut', () => {
  const lines = [
    user(1, `\u001b[31mfirst\u202e\nprompt ${'x'.repeat(5000)}`, { cwd: '/a' }),
    assistant(2, [], 'end_turn', { cwd: '/a/b' }),
    JSON.stringify({ type: 'custom-title', customTitle: 'mine' }),
  ];
  const facts = evidenceOf(fold(lines))[0]?.facts;
  expect(facts).toMatchObject({ names: { custom: 'mine' }, model: 'claude-x', cwd: '/a/b' });
  expect(facts?.names?.prompt).toMatch(/^first prompt x+…$/);
  expect(facts?.names?.prompt?.length).toBeLessThan(250);
});

const evidenceOf = (main: Transcript, subagents: readonly Transcript[] = [], process = standIn(1, '1')) =>
  recordEvidence({
    id: 't',
    path: '/t',
    main,
    subagents: subagents.map((transcript, n) => ({ id: `s${n}`, path: `/s${n}`, transcript })),
    version: 1,
    process,
  });
const said = (evidence: readonly Evidence[]) =>
  evidence.map(({ thread, claim, facts }) => [thread, claim, facts.detail, facts.parent]);

test('a subagent is a thread of its own, its open call what its parent does', () => {
  const main = fold([user(1, 'x'), assistant(2, [tool('a', 'Agent', { description: 'sub job' })], 'tool_use')]);
  const lines = [user(3, 'sub'), assistant(4, [tool('b', 'Bash', { command: 'make' })], 'tool_use')].map((line) =>
    line.replace('{', '{"isSidechain":true,'),
  );
  const subagent = lines.reduce((before, line) => read(before, line, 'subagent'), nothingRead);
  expect(said(evidenceOf(main, [subagent]))).toEqual([
    ['t', 'running', 'Bash make', undefined],
    ['s0', 'running', 'Bash make', 't'],
  ]);
  const interrupted = fold([user(5, '[Request interrupted by user]'), user(6, 'go on')], main);
  expect(said(evidenceOf(interrupted, [subagent]))).toEqual([
    ['t', 'running', undefined, undefined],
    ['s0', 'interrupted', 'Bash make', 't'],
  ]);
  const later = { ...standIn(2, '2'), startedAt: Date.parse(at(5)) };
  expect(said(evidenceOf(main, [subagent], later)).map(([, claim]) => claim)).toEqual(['running', 'interrupted']);
});

test('of several calls of one answer the first without a result goes on', () => {
  const calls = [tool('a', 'Bash', { command: 'one' }), tool('b', 'Bash', { command: 'two' })];
  const main = fold([user(1, 'x'), assistant(2, calls, 'tool_use')]);
  expect(evidenceOf(main)[0]?.facts.detail).toBe('Bash one');
  expect(evidenceOf(fold([user(3, [result('a')])], main))[0]?.facts.detail).toBe('Bash two');
});

test.each<[string, unknown, string]>([
  ['Bash', { command: 'rm -rf build', description: 'remove' }, 'Bash rm -rf build'],
  ['Edit', { file_path: '/a/b.ts' }, 'Edit /a/b.ts'],
  ['AskUserQuestion', { questions: [{ question: 'Which color?' }] }, 'Which color?'],
  ['ExitPlanMode', { plan: '\n# The plan\n- a' }, 'Plan: The plan'],
  ['mcp__x__y', null, 'mcp__x__y'],
])('a call of %s', (name, input, expected) => {
  expect(toolDetail(name, input)).toBe(expected);
});

const entry = (more: object) =>
  parseEntry(
    JSON.stringify({ pid: 7, sessionId: 'abc', version: '2.1.197', startedAt: 5, procStart: '99', ...more }),
    7,
  );

test.each<[object, string]>([
  [{ status: 'idle' }, 'idle'],
  [{ status: 'busy' }, 'running'],
  [{ status: 'waiting' }, 'waiting'],
  [{ status: 'shell' }, 'idle'],
  [{ status: 'something new' }, 'present'],
  [{}, 'idle'],
  [{ entrypoint: 'sdk-cli' }, 'running'],
  [{ version: '2.1.100' }, 'present'],
  [{ version: '3.0.0' }, 'idle'],
  [{ version: undefined }, 'present'],
])('registry %j is %s', (more, claim) => {
  expect(entry(more)?.claim).toBe(claim);
});

test('registry facts', () => {
  expect(entry({ status: 'shell', name: 'w-1', nameSource: 'derived' })?.facts).toEqual({ background: 1 });
  expect(entry({ status: 'idle', name: 'mine', nameSource: 'user' })?.facts.names).toEqual({ custom: 'mine' });
  expect(entry({ status: 'idle', name: 'mine' })?.facts.names).toEqual({ custom: 'mine' });
  expect(entry({ status: 'waiting', waitingFor: 'permission prompt' })?.facts).toEqual({});
  expect(entry({ status: 'waiting', waitingFor: 'login' })?.facts).toEqual({ detail: 'login' });
});

test('what is no registry entry: torn, of another process, a path for an id, a secret', () => {
  expect(parseEntry('{"pid":7,"sessi', 7)).toBeNull();
  expect(entry({ pid: 8 })).toBeNull();
  expect(entry({ sessionId: '../../etc/passwd' })).toBeNull();
  expect(['7.json', 'pid-7.json', '7.abc.key', '7.key', 'x.json', '07.json', '7.json.swp'].map(pidOfFile)).toEqual([
    7,
    7,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('an entry that a process of the same number left behind is not of this one', () => {
  const found = entry({ status: 'busy' });
  expect(
    found && [isOf(found, standIn(7, '99')), isOf(found, standIn(7, '100')), isOf(found, standIn(8, '99'))],
  ).toEqual([true, false, false]);
});

const screens = (recording: string, label: string) =>
  events(recording)
    .filter((event) => event['kind'] === 'screen' && event['label'] === label)
    .map((event) => screen(list(event['lines']).map(String)));

test.each<[string, string, object]>([
  ['claude/ask', 'perm', { claim: 'waiting', detail: 'Do you want to proceed?' }],
  ['claude-2.1.329/ask', 'perm', { claim: 'waiting', detail: 'Do you want to proceed?' }],
  ['claude/askq', 'question', { claim: 'waiting' }],
  ['claude/trust', 'trust', { claim: 'waiting', detail: 'Is this a project you created or one you trust?' }],
  ['claude/retry', 'retrying', { claim: 'running', detail: 'attempt 4/10' }],
  ['claude/ask', 'approved', { claim: 'idle' }],
  ['claude/simple', 'done', { claim: 'idle' }],
  ['claude-2.1.329/ask', 'approved', { claim: 'idle' }],
  ['claude-2.1.329/interrupt', 'interrupted', { claim: 'idle' }],
])('the screen of %s at %s', (recording, label, expected) => {
  expect(screens(recording, label)[0]).toEqual(expected);
});

test('a dialog that is talked about is none', () => {
  const dialog = list(events('claude/ask').find((event) => event['label'] === 'perm')?.['lines']).map(String);
  const box = ['─'.repeat(40), '❯ ', '─'.repeat(40), '  ? for shortcuts'];
  expect(screen([...dialog, ...box])).toEqual({ claim: 'idle' });
});

test('only a spinner in the title says something', () => {
  expect(['⠂ Claude Code', '⠐ x', '✳ Claude Code', '⠂', 'vm', ''].map((text) => title(text)?.claim)).toEqual([
    'running',
    'running',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a dialog that is only there while it starts is left to the screen for a while', () => {
  const process = { ...standIn(7, '70'), startedAt: 100_000 };
  const waits = (at: number, waitingFor = 'dialog open') =>
    parseEntry(JSON.stringify({ pid: 7, sessionId: 'a', status: 'waiting', waitingFor, statusUpdatedAt: at }), 7);
  const claims = (at: number, now: number, waitingFor?: string) => {
    const entry = waits(at, waitingFor);
    const said = entry && registryEvidence(entry, process, 5, now);
    return said && [said.claim, said.facts.detail, said.version];
  };
  expect(claims(101_000, 101_000)).toEqual([null, undefined, 5]);
  expect(claims(101_000, 103_999)).toEqual([null, undefined, 5]);
  // The same entry, and news.
  expect(claims(101_000, 104_000)).toEqual(['waiting', 'dialog open', 5.5]);
  expect(claims(130_000, 130_000)).toEqual(['waiting', 'dialog open', 5]);
  expect(claims(101_000, 101_000, 'permission prompt')).toEqual(['waiting', undefined, 5]);
  const entry = waits(101_000);
  expect(entry && doubtedUntil(entry, process)).toBe(104_000);
});
