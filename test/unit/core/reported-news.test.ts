import { expect, test } from 'vitest';
import { reduce } from '../../../src/core/reduce.ts';
import { type State, sessionKey } from '../../../src/core/state.ts';
import { statusText } from '../../../src/core/status-text.ts';
import { threads } from '../../../src/core/view.ts';
import type { ThreadState } from '../../../src/protocol/state.ts';
import { server, stateAfter, topology, watching } from './agents-support.ts';

const key = sessionKey(server, '$1');
const look = (client: '$0' | '$1') => ({ type: 'tmux.listed', server, topology: topology(client) }) as const;
const says = (state: ThreadState, at: number, pane: string | null = '%2') =>
  ({
    type: 'thread.reported',
    key,
    push: { agent: 'robot', state },
    pane,
    owner: null,
    at,
    expires: null,
  }) as const;
const unseen = (state: State) => threads(state, key).map((one) => one.unseen);

test.each(['done', 'error', 'interrupted'] as const)('a reported end is news: %s', (end) => {
  const state = stateAfter([...watching, look('$0'), says('running', 1)]);
  expect(unseen(state)).toEqual([false]);
  const ended = stateAfter([says(end, 2)], state);
  expect(unseen(ended)).toEqual([true]);
  expect(statusText(ended, server)).not.toBe('');
});

test('… until somebody looks at its pane; the same end said again stays seen, the next one is news', () => {
  const state = stateAfter([...watching, look('$0'), says('done', 1)]);
  const seen = stateAfter([look('$1'), look('$0')], state);
  expect(unseen(seen)).toEqual([false]);
  expect(unseen(stateAfter([says('done', 2)], seen))).toEqual([false]);
  expect(unseen(stateAfter([says('running', 2), says('done', 3)], seen))).toEqual([true]);
});

test('… which without a pane is its session', () => {
  const state = stateAfter([...watching, look('$0'), says('done', 1, null)]);
  expect(unseen(state)).toEqual([true]);
  expect(unseen(stateAfter([look('$1')], state))).toEqual([false]);
});

test('an end before somebody’s eyes is none, nor is what waits or runs', () => {
  expect(unseen(stateAfter([...watching, look('$1'), says('done', 1)]))).toEqual([false]);
  expect(unseen(stateAfter([...watching, look('$0'), says('waiting', 1)]))).toEqual([false]);
});

test('marked as seen it is none, and again nothing changes', () => {
  const state = stateAfter([...watching, look('$0'), says('error', 1)]);
  const dismissed = { type: 'thread.dismissed', agent: 'robot', thread: 'robot' } as const;
  const after = stateAfter([dismissed], state);
  expect(unseen(after)).toEqual([false]);
  expect(statusText(after, server)).toBe('');
  expect(reduce(after, dismissed)).toBe(after);
});
