import { expect, describe as group, it } from 'vitest';
import type { Thread, ThreadState } from '../../../src/protocol/state.ts';
import { describe, spans, wrongSpans } from '../../agents/judge.ts';

const thread = (state: ThreadState, pane = '%1'): Thread => ({
  agent: 'claude',
  thread: 'a',
  name: null,
  state,
  since: 0,
  certainty: 'exact',
  pane,
  detail: null,
  model: null,
  unseen: false,
  outside: false,
  subagents: 0,
  background: 0,
});
const inPane = ({ pane }: Thread) => pane === '%1';
const history = [
  { at: 0, threads: [] },
  { at: 100, threads: [thread('idle')] },
  { at: 200, threads: [thread('idle'), thread('error', '%2')] },
  { at: 700, threads: [thread('running')] },
];

group('what was shown', () => {
  it('is told by pane, neighbours that are the same as one', () => {
    const seen = spans(history, inPane, 50, 1000);
    expect(seen.map(({ label, from, to }) => [label, from, to])).toEqual([
      ['none', 50, 100],
      ['idle', 100, 700],
      ['running', 700, 1000],
    ]);
    expect(describe(seen)).toBe('none 50 ms, idle 600 ms (exact), running 300 ms (exact)');
  });

  it('is wrong when it lasted and was not expected', () => {
    const wrong = (right: string[]) => wrongSpans(spans(history, inPane, 0, 1000), right).map(({ label }) => label);
    expect(wrong(['running'])).toEqual(['idle']);
    expect(wrong(['running', 'idle'])).toEqual([]);
  });

  it('counts two rows in a pane as another state', () => {
    const twice = [{ at: 0, threads: [thread('done'), thread('idle')] }];
    expect(wrongSpans(spans(twice, inPane, 0, 1000), ['done', 'idle'])).toHaveLength(1);
  });
});
