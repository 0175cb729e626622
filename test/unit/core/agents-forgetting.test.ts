import { expect, test } from 'vitest';
import type { State } from '../../../src/core/state.ts';
import {
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

const kept = ({ agents }: State) => [...agents.evidence.values()].map(({ subject }) => subject).sort();
const of = (thread: string, at: number, more = {}) =>
  says('transcript', 'done', at, { thread, subject: `${thread}.jsonl`, ...more });

test('records of threads that nobody runs any more are forgotten after a minute', () => {
  const cleared = stateAfter([
    ...watching,
    listed(0, process(1)),
    observed(10, says('registry', 'idle', 5), of('T1', 4)),
    observed(900, says('registry', 'idle', 890, { thread: 'T2' }), of('T2', 895)),
  ]);
  expect(kept(cleared)).toEqual(['T1.jsonl', 'T2.jsonl', 'pid:1']);
  const later = stateAfter([observed(70_000, of('T2', 69_000))], cleared);
  expect(kept(later)).toEqual(['T2.jsonl', 'pid:1']);
  expect(later.agents.orphans.size).toBe(0);
});

test('a record that comes before the process that it is about, a subagent of its thread, and a report are kept', () => {
  const early = stateAfter([
    ...watching,
    observed(10, of('T1', 4), of('S1', 4, { facts: { parent: 'T1' } }), says('push', 'idle', 3, { process: null })),
  ]);
  const state = stateAfter(
    [listed(20_000, process(1)), observed(30_000, says('registry', 'idle', 5)), observed(200_000, of('T1', 100))],
    early,
  );
  expect(kept(state)).toEqual(['S1.jsonl', 'T1.jsonl', 'pid:1', 'pid:1']);
  expect(threads(state)).toMatchObject([{ thread: 'T1' }]);
});

test('what was seen of a thread is forgotten with it', () => {
  const seen = stateAfter([
    ...watching,
    { type: 'tmux.listed', server, topology: topology('$0') },
    listed(0, process(1)),
    observed(10, says('registry', 'idle', 5), of('T1', 4)),
    tick(1000),
  ]);
  expect([...seen.agents.seen.keys()]).toEqual(['claude\nT1']);
  const gone = stateAfter([listed(2000), listed(130_000), listed(260_000), listed(400_000)], seen);
  expect(kept(gone)).toEqual([]);
  expect(gone.agents.seen.size).toBe(0);
});

test('an id with a line break is one id', () => {
  const state = stateAfter([
    ...watching,
    listed(0, process(1)),
    observed(10, says('registry', 'idle', 5, { thread: 'T\n1' })),
  ]);
  expect(threads(state)).toMatchObject([{ thread: 'T\n1', state: 'idle' }]);
});
