import { expect, test } from 'vitest';
import type { Thread, ThreadState } from '../../../src/protocol/state.ts';
import { deviations, type Expected, exact, type Shown } from '../../support/replay/compare.ts';

const truth: readonly Expected[] = [
  { from: 1000, state: 'idle' },
  { from: 5000, state: 'running' },
  { from: 9000, state: null },
];

function shown(...changes: readonly (readonly [t: number, state: ThreadState | null, id?: string])[]): Shown[] {
  return changes.map(([t, state, id = 'a']) => ({ t, id, thread: state === null ? null : ({ state } as Thread) }));
}
const wrong = (all: readonly Shown[], speed = 1) => deviations(all, truth, { end: 12_000, speed, tolerance: exact });

test('what is right, and what is late within the tolerance, is no deviation', () => {
  expect(wrong(shown([1000, 'idle'], [5000, 'running'], [9000, null]))).toEqual([]);
  expect(wrong(shown([2400, 'idle'], [5490, 'running'], [9490, null]))).toEqual([]);
});

test('what comes too late, too early, for too long or twice is one', () => {
  expect(wrong(shown([2700, 'idle'], [5000, 'running'], [9000, null]))).toHaveLength(0);
  expect(wrong(shown([2900, 'idle'], [5000, 'running'], [9000, null]))).toHaveLength(1);
  expect(wrong(shown([1000, 'idle'], [5600, 'running'], [9000, null]))).toHaveLength(1);
  expect(wrong(shown([1000, 'idle'], [4600, 'running'], [9000, null]))).toHaveLength(1);
  expect(wrong(shown([1000, 'idle'], [5000, 'waiting'], [5400, 'running'], [9000, null]))).toHaveLength(1);
  expect(wrong(shown([1000, 'idle'], [5000, 'running'], [6000, 'idle', 'b'], [9000, null], [9000, null, 'b']))).toEqual(
    ['running from 5000: idle+running was shown from 6000 for 3000 ms'],
  );
});

test('a flicker within the tolerance is none; when it was played faster, it counts as long as it really was', () => {
  const flicker = shown([1000, 'idle'], [5000, 'running'], [6000, 'done'], [6400, 'running'], [9000, null]);
  expect(wrong(flicker)).toHaveLength(1);
  expect(wrong(flicker, 2)).toEqual([]);
});
