import { expect, test } from 'vitest';
import type { Thread, ThreadState } from '../../../src/protocol/state.ts';
import {
  blind,
  deviations,
  disorder,
  type Expected,
  exact,
  latencies,
  type Shown,
} from '../../support/replay/compare.ts';

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

test('the order is right however late, and wrong when something else is shown or never comes', () => {
  const order = (all: readonly Shown[], tolerance = exact) => disorder(all, truth, { end: 12_000, tolerance });
  expect(order(shown([3000, 'unknown'], [4000, 'idle'], [8500, 'running'], [11_900, null]))).toEqual([]);
  expect(order(shown([1000, 'idle'], [5000, 'running'], [6000, 'done'], [6200, 'running'], [9000, null]))).toEqual([]);
  expect(order(shown([1000, 'idle'], [5000, 'running'], [6000, 'done'], [7000, 'running'], [9000, null]))).toEqual([
    'after running: done from 6000 to 7000',
  ]);
  expect(order(shown([1000, 'idle'], [9000, null]))).toContain('running from 5000 never came');
  expect(order(shown([1000, 'idle'], [5000, 'running']))).toEqual(['none from 9000 never came']);
  expect(order(shown([1000, 'unknown'], [7000, 'running'], [8000, 'unknown'], [9000, null]), blind)).toEqual([]);
});

test('how late each state was', () => {
  expect(latencies(shown([1100, 'idle'], [5050, 'running']), truth, { end: 12_000 })).toEqual([100, 50, null]);
  expect(latencies(shown([500, 'idle'], [5200, 'running'], [9000, null]), truth, { end: 12_000, speed: 2 })).toEqual([
    0, 100, 0,
  ]);
});
