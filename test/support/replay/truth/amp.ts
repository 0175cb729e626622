import type { ThreadState } from '../../../../src/protocol/state.ts';
import { inferred } from '../compare.ts';
import type { Truths } from './index.ts';

/** By the last figure of the thread's id, as `index.json` says; a tool that runs is a turn that runs. */
const states: readonly ThreadState[] = [
  'running',
  'running',
  'done',
  'running',
  'waiting',
  'done',
  'interrupted',
  'error',
  'idle',
  'running',
];

export const amp: Truths = Object.fromEntries(
  states.map((state, index) => [
    `amp/T-019b9d03-62e3-772f-9780-${String(index + 1).padStart(12, '0')}`,
    { tolerance: inferred, states: [{ from: 8000, state }], end: 10_000 },
  ]),
);
