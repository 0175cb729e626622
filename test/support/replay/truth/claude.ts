import { exact, inferred } from '../compare.ts';
import type { Truths } from './index.ts';

/**
 * What was true when, in milliseconds of the recording: a turn begins with Enter, ends when the Stop hook ran, with Esc or with
 * the process; a question is there when the PermissionRequest hook ran, and until a key answers it. It begins with the
 * registry's first word, and ends before the recording's person closes the agent.
 */
export const claude: Truths = {
  'claude/simple': {
    states: [
      { from: 1094, state: 'idle' },
      { from: 2306, state: 'running' },
      { from: 2717, state: 'done' },
      { from: 6026, state: 'running' },
      { from: 6424, state: 'done' },
    ],
    end: 11_000,
  },
  'claude/ask': {
    states: [
      { from: 1072, state: 'idle' },
      { from: 2460, state: 'running' },
      { from: 3185, state: 'waiting' },
      { from: 14_693, state: 'running' },
      { from: 15_157, state: 'done' },
    ],
    end: 20_900,
  },
  'claude/askq': {
    states: [
      { from: 1283, state: 'idle' },
      { from: 2660, state: 'running' },
      { from: 3088, state: 'waiting' },
      { from: 14_780, state: 'running' },
      { from: 15_228, state: 'done' },
    ],
    end: 21_000,
  },
  'claude/interrupt': {
    states: [
      { from: 1550, state: 'idle' },
      { from: 2935, state: 'running' },
      { from: 7040, state: 'interrupted' },
    ],
    end: 12_200,
  },
  // Whether it lives is looked at every 500 ms, and its last words are waited for.
  'claude/kill9': {
    tolerance: { ...exact, lateMillis: 1000 },
    states: [
      { from: 1260, state: 'idle' },
      { from: 2456, state: 'running' },
      { from: 6561, state: 'interrupted' },
    ],
    end: 8000,
  },
  'claude/fail500': {
    states: [
      { from: 1212, state: 'idle' },
      { from: 2480, state: 'running' },
      { from: 4366, state: 'error' },
    ],
    end: 18_000,
  },
  // Esc before the first word of an answer leaves no trace in the transcript; the registry hears of it after 134 ms.
  'claude/retry': {
    states: [
      { from: 1080, state: 'idle' },
      { from: 2474, state: 'running' },
      { from: 22_735, state: 'interrupted' },
    ],
    end: 26_200,
  },
  // A second prompt waits in the queue: between the two turns nothing is done.
  'claude/queue': {
    states: [
      { from: 1557, state: 'idle' },
      { from: 2795, state: 'running' },
      { from: 11_514, state: 'done' },
    ],
    end: 18_600,
  },
  // A new thread in the same process; `/clear` itself is busy for a moment.
  'claude/clear': {
    states: [
      { from: 1277, state: 'idle' },
      { from: 2633, state: 'running' },
      { from: 3074, state: 'done' },
      { from: 6346, state: 'idle' },
      { from: 9102, state: 'running' },
      { from: 9533, state: 'done' },
    ],
    end: 12_700,
  },
  'claude/resume': {
    states: [
      { from: 1754, state: 'idle' },
      { from: 4105, state: 'running' },
      { from: 4513, state: 'done' },
    ],
    end: 9300,
  },
  // The subagent's turn ends before the one of its parent.
  'claude/task': {
    states: [
      { from: 1520, state: 'idle' },
      { from: 2803, state: 'running' },
      { from: 9862, state: 'done' },
    ],
    end: 17_400,
  },
  'claude/slowtool': {
    states: [
      { from: 2372, state: 'idle' },
      { from: 3591, state: 'running' },
      { from: 12_754, state: 'done' },
    ],
    end: 16_200,
  },
  // A dialog before there is a registry is concluded: from the screen, or because nothing has come for 3 s.
  'claude/trust': {
    tolerance: inferred,
    states: [
      { from: 4000, state: 'waiting' },
      { from: 6538, state: 'idle' },
      { from: 10_277, state: 'running' },
      { from: 10_778, state: 'done' },
    ],
    end: 13_300,
  },
  'claude-2.1.329/simple': {
    states: [
      { from: 1502, state: 'idle' },
      { from: 4413, state: 'running' },
      { from: 4980, state: 'done' },
      { from: 8141, state: 'running' },
      { from: 8604, state: 'done' },
    ],
    end: 11_700,
  },
  'claude-2.1.329/ask': {
    states: [
      { from: 935, state: 'idle' },
      { from: 4331, state: 'running' },
      { from: 5559, state: 'waiting' },
      { from: 16_488, state: 'running' },
      { from: 17_167, state: 'done' },
    ],
    end: 21_200,
  },
  'claude-2.1.329/interrupt': {
    states: [
      { from: 1139, state: 'idle' },
      { from: 5574, state: 'running' },
      { from: 9818, state: 'interrupted' },
    ],
    end: 13_400,
  },
  'claude-2.1.329/resume': {
    states: [
      { from: 1013, state: 'idle' },
      { from: 5333, state: 'running' },
      { from: 5950, state: 'done' },
    ],
    end: 8900,
  },
  'claude-2.1.329/kill9': {
    tolerance: { ...exact, lateMillis: 1000 },
    states: [
      { from: 901, state: 'idle' },
      { from: 4325, state: 'running' },
      { from: 8447, state: 'interrupted' },
    ],
    end: 9800,
  },
  'claude/slow': {
    states: [
      { from: 1069, state: 'idle' },
      { from: 2449, state: 'running' },
      { from: 12_575, state: 'done' },
    ],
    end: 15_500,
  },
  'claude/tool': {
    states: [
      { from: 993, state: 'idle' },
      { from: 2308, state: 'running' },
      { from: 3533, state: 'done' },
    ],
    end: 7400,
  },
  // `claude -p` ends with its turn.
  'claude/print': {
    states: [
      { from: 1557, state: 'running' },
      { from: 7627, state: 'done' },
    ],
    end: 10_500,
  },
};
