import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/core/explain.ts';
import { feed } from '../../../src/core/feed.ts';
import { record } from '../../../src/core/recording.ts';
import { recordMillis } from '../../../src/core/resolve.ts';
import { sessionKey } from '../../../src/core/state.ts';
import { threads as shownThreads, snapshot } from '../../../src/core/view.ts';
import { judgeRecording } from '../../support/recording.ts';
import {
  began,
  listed,
  observed,
  process,
  says,
  server,
  stateAfter,
  threads,
  tick,
  topology,
  watching,
} from './agents-support.ts';

const look = (client: '$0' | '$1') => ({ type: 'tmux.listed', server, topology: topology(client) }) as const;

describe('rows', () => {
  test('a process without a thread is there, and unknown', () => {
    const state = stateAfter([...watching, listed(0, process(1))]);
    expect(threads(state)).toMatchObject([
      { thread: 'pid:1', state: 'unknown', certainty: 'presence', pane: '%1', since: began },
    ]);
  });

  test('its thread takes its place', () => {
    const state = stateAfter([...watching, listed(0, process(1)), observed(10, says('registry', 'idle', 5))]);
    expect(threads(state)).toMatchObject([{ thread: 'T1', state: 'idle' }]);
  });

  test('evidence of a process that is not listed yet waits for it', () => {
    const early = stateAfter([...watching, observed(10, says('registry', 'running', 5))]);
    expect(threads(early)).toEqual([]);
    expect(threads(stateAfter([listed(20, process(1))], early))).toMatchObject([
      { thread: 'T1', state: 'running', since: began + 5 },
    ]);
  });

  test('what happens to one thread leaves the rows and the sessions of others the same objects', () => {
    const before = stateAfter([
      ...watching,
      listed(0, process(1), process(2)),
      observed(10, says('registry', 'idle', 5)),
    ]);
    const after = stateAfter([observed(20, says('registry', 'running', 15))], before);
    const [rowsBefore, rowsAfter] = [before.agents.rows, after.agents.rows];
    expect(rowsAfter[0]).not.toEqual(rowsBefore[0]);
    expect(rowsAfter[1]).toBe(rowsBefore[1]);
    const [sessionsBefore, sessionsAfter] = [snapshot(before).sessions, snapshot(after).sessions];
    expect(sessionsAfter[0]).not.toEqual(sessionsBefore[0]);
    expect(sessionsAfter[1]).toBe(sessionsBefore[1]);
  });

  test('a new thread of the process replaces the old one', () => {
    const state = stateAfter([
      ...watching,
      listed(0, process(1)),
      observed(10, says('registry', 'idle', 5), says('transcript', 'done', 4)),
      observed(900, says('registry', 'idle', 890, { thread: 'T2' })),
    ]);
    expect(threads(state).map(({ thread }) => thread)).toEqual(['T2']);
  });

  test('how the old thread ended is no news, whoever told it', () => {
    const hook = { subject: 'hook:1', process: { pid: 1, start: '10' } };
    const state = stateAfter([
      ...watching,
      listed(0, process(1)),
      observed(10, says('registry', 'idle', 5), says('hook', 'done', 6, hook)),
      tick(1000),
      observed(1010, says('registry', 'idle', 1005, { thread: 'T2' })),
    ]);
    expect(threads(state)).toMatchObject([{ thread: 'T2' }]);
  });

  test('what speaks of the process only speaks of its thread', () => {
    const title = says('title', 'running', 50, { thread: null, subject: 'pane:%1' });
    const state = stateAfter([
      ...watching,
      listed(0, process(1)),
      observed(60, title),
      observed(70, says('registry', 'present', 65)),
    ]);
    expect(threads(state)).toMatchObject([{ thread: 'T1', state: 'running', certainty: 'inferred' }]);
  });

  test('records of threads that no process has are none', () => {
    expect(threads(stateAfter([...watching, observed(10, says('transcript', 'done', 5))]))).toEqual([]);
  });

  test('a name that a person gave goes before one that was made up, that before the prompt', () => {
    const names = (source: 'registry' | 'transcript', all: object) =>
      says(source, 'idle', 5, { facts: { names: all } });
    const named = (...evidence: ReturnType<typeof names>[]) =>
      threads(stateAfter([...watching, listed(0, process(1)), observed(9, ...evidence)]))[0]?.name;
    const transcript = names('transcript', { generated: 'Fix it', prompt: 'fix' });
    expect(named(names('registry', { custom: 'mine' }), transcript)).toBe('mine');
    expect(named(names('registry', {}), transcript)).toBe('Fix it');
    expect(named(names('transcript', { prompt: 'fix' }), names('registry', {}))).toBe('fix');
  });
});

describe('where', () => {
  test('a process outside tmux is listed where its directory lies, the nearest first', () => {
    const at = (cwd: string) => {
      const state = stateAfter([...watching, listed(0, process(1, { place: null, cwd }))]);
      return state.agents.rows.map(({ session, thread }) => [session, thread.pane, thread.outside]);
    };
    expect(at('/home/me/api/src')).toEqual([[sessionKey(server, '$0'), null, true]]);
    expect(at('/home/me/apix')).toEqual([[sessionKey(server, '$1'), null, true]]);
    expect(at('/elsewhere')).toEqual([]);
  });

  test('a thread whose terminal is gone while another process works on it goes on outside', () => {
    const worker = process(9, { agent: 'codex', place: null, argv: ['codex', 'app-server'], cwd: '/' });
    const tui = process(1, { agent: 'codex' });
    const codex = { agent: 'codex', facts: { cwd: '/home/me/api' } };
    const status = says('protocol', 'running', 50, { ...codex, subject: 'T1', process: { pid: 9, start: '90' } });
    const before = stateAfter([
      ...watching,
      listed(0, worker, tui),
      observed(60, says('registry', 'present', 40, codex), status),
    ]);
    expect(threads(before).filter(({ thread }) => thread === 'T1')).toMatchObject([{ state: 'running', pane: '%1' }]);
    const detached = stateAfter([listed(900, worker)], before);
    expect(threads(detached).filter(({ thread }) => thread === 'T1')).toMatchObject([
      { state: 'running', pane: null, outside: true },
    ]);
  });
});

describe('news', () => {
  const done = [
    ...watching,
    listed(0, process(1)),
    observed(10, says('registry', 'running', 5)),
    observed(2000, says('registry', 'idle', 1000), says('transcript', 'done', 990)),
  ];

  test('what ended while nobody looked is unseen until its window is', () => {
    const state = stateAfter(done);
    expect(threads(state)).toMatchObject([{ state: 'done', unseen: true }]);
    expect(threads(stateAfter([look('$1')], state))).toMatchObject([{ unseen: true }]);
    expect(threads(stateAfter([look('$0'), look('$1')], state))).toMatchObject([{ state: 'done', unseen: false }]);
  });

  test('what ended before we watched is none', () => {
    const state = stateAfter([
      { type: 'agents.watched', now: began + 5000 },
      ...watching.slice(1),
      ...done.slice(watching.length),
    ]);
    expect(threads(state)).toMatchObject([{ state: 'done', unseen: false }]);
  });

  test('what was looked at in the agent itself after it ended is none', () => {
    const facts = (at: number) => ({ subject: 'session.json', process: null, facts: { seen: began + at } });
    const seen = (at: number) => observed(3000, says('registry', null, at, facts(at)));
    expect(threads(stateAfter([...done, seen(900)]))).toMatchObject([{ unseen: true }]);
    expect(threads(stateAfter([...done, seen(2500)]))).toMatchObject([{ state: 'done', unseen: false }]);
  });

  test('a person dismisses it', () => {
    const state = stateAfter([...done, { type: 'thread.dismissed', agent: 'claude', thread: 'T1' }]);
    expect(threads(state)).toMatchObject([{ state: 'done', unseen: false }]);
  });

  test('the next turn is news again', () => {
    const next = observed(9000, says('registry', 'idle', 8000), says('transcript', 'error', 7990));
    const state = stateAfter([...done, { type: 'thread.dismissed', agent: 'claude', thread: 'T1' }, next]);
    expect(threads(state)).toMatchObject([{ state: 'error', unseen: true }]);
  });

  test('a process that was killed in a turn leaves its thread until somebody looks', () => {
    const killed = stateAfter([...done.slice(0, -1), listed(3000), tick(3000 + recordMillis)]);
    expect(threads(killed)).toMatchObject([{ state: 'interrupted', unseen: true, since: began + 3000, pane: '%1' }]);
    expect(threads(stateAfter([look('$0')], killed))).toEqual([]);
  });

  test('a process that ends with nothing to tell leaves nothing', () => {
    const state = stateAfter([
      ...watching,
      listed(0, process(1)),
      observed(10, says('registry', 'idle', 5)),
      listed(3000),
    ]);
    expect(threads(state)).toEqual([]);
  });

  test('what is held back comes by time alone', () => {
    const fresh = stateAfter([
      ...done.slice(0, -1),
      observed(1000, says('registry', 'idle', 1000), says('transcript', 'done', 990)),
    ]);
    expect(threads(fresh)).toMatchObject([{ state: 'running' }]);
    expect(fresh.agents.due).toBe(began + 1290);
    expect(threads(stateAfter([tick(1290)], fresh))).toMatchObject([{ state: 'done', since: began + 990 }]);
  });
});

describe('subagents', () => {
  const child = (claim: 'running' | 'waiting' | 'done', at: number) =>
    says('transcript', claim, at, { thread: 'T1/a', subject: 'a.jsonl', facts: { parent: 'T1', detail: 'Bash ls' } });
  const parent = [...watching, listed(0, process(1)), observed(10, says('registry', 'running', 5))];

  test('they are counted, not listed', () => {
    const state = stateAfter([...parent, observed(50, child('running', 40))]);
    expect(threads(state)).toMatchObject([{ thread: 'T1', state: 'running', subagents: 1 }]);
  });

  test('their wait is the wait of their parent', () => {
    const state = stateAfter([...parent, observed(50, child('waiting', 40))]);
    expect(threads(state)).toMatchObject([{ state: 'waiting', detail: 'Bash ls', since: began + 40 }]);
  });

  test('they never end its turn', () => {
    const state = stateAfter([...parent, observed(900, child('done', 40))]);
    expect(threads(state)).toMatchObject([{ state: 'running', subagents: 0 }]);
  });
});

test('a report of a thread that is watched is one more statement about it, not one more row', () => {
  const report = (state: 'waiting' | 'running', at: number) =>
    ({
      type: 'thread.reported',
      key: sessionKey(server, '$0'),
      push: { agent: 'claude', thread: 'T1', state, detail: 'review' },
      pane: null,
      owner: null,
      at: began + at,
      expires: began + 60_000,
    }) as const;
  const watched = stateAfter([...watching, listed(0, process(1)), observed(10, says('registry', 'running', 5))]);
  const state = stateAfter([report('waiting', 100)], watched);
  expect(shownThreads(state, sessionKey(server, '$0'))).toMatchObject([
    { state: 'waiting', detail: 'review', pane: '%1' },
  ]);
  const later = stateAfter([observed(300, says('registry', 'idle', 200))], state);
  expect(shownThreads(later, sessionKey(server, '$0'))).toMatchObject([{ state: 'idle' }]);
});

test('others are told of threads that are watched', () => {
  const before = stateAfter(watching);
  const event = listed(0, process(1));
  const now = stateAfter([event], before);
  expect(feed(before, now, event)).toMatchObject([
    { event: 'thread', data: { id: '$0', threadId: 'pid:1', thread: { state: 'unknown' } } },
  ]);
});

test('every signal is explained, the decisive one first', () => {
  const state = stateAfter([
    ...watching,
    listed(0, process(1)),
    observed(
      10,
      says('title', 'running', 3, { thread: null, subject: 'pane:%1' }),
      says('registry', 'waiting', 5),
      says('transcript', 'running', 4),
    ),
  ]);
  const [found, ...others] = explain(state, sessionKey(server, '$0'));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ sessionName: 's1', rule: 'registry says so', thread: { state: 'waiting' } });
  expect(found?.signals.map(({ source, role, pid }) => [source, role, pid])).toEqual([
    ['registry', 'decided', 1],
    ['transcript', 'outranked', null],
    ['title', 'outranked', 1],
  ]);
  expect(explain(state, sessionKey(server, '$1'))).toEqual([]);
  expect(explain(state, null)).toHaveLength(1);
});

test('what was said for a while is over once that is past, and was outranked before', () => {
  const told = stateAfter([
    ...watching,
    listed(0, process(1)),
    observed(
      10,
      says('registry', 'running', 5),
      says('hook', 'waiting', 4, { subject: 'hook:1', expires: began + 2000 }),
    ),
  ]);
  const roleOf = (state: typeof told) =>
    explain(state, sessionKey(server, '$0'))[0]?.signals.find(({ source }) => source === 'hook')?.role;
  expect(roleOf(told)).not.toBe('over');
  expect(roleOf(stateAfter([listed(3000, process(1))], told))).toBe('over');
});

test('a recording holds no text and no path, and gives the same state again', () => {
  const state = stateAfter([
    ...watching,
    listed(0, process(1)),
    observed(
      10,
      says('registry', 'waiting', 5, { facts: { detail: 'Bash rm -rf secret', cwd: '/home/me/secret' } }),
      says('transcript', 'running', 4, { subject: '/home/me/secret/T1.jsonl', facts: { names: { prompt: 'secret' } } }),
    ),
  ]);
  const recording = JSON.stringify(record(state.agents, sessionKey(server, '$0'), '1.0.0'));
  expect(recording).not.toMatch(/secret|\/home|\/tmp/);
  expect(recording).toContain('[removed: 18 characters]');
  expect(judgeRecording(recording)).toMatchObject([
    { thread: 'T1', verdict: { state: 'waiting', certainty: 'exact', since: began + 5 } },
  ]);
  expect(record(state.agents, sessionKey(server, '$1'), '1.0.0').threads).toEqual([]);
});
