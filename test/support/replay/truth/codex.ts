import { exact, inferred } from '../compare.ts';
import type { Truths } from './index.ts';

/**
 * What was true when: a thread is there when its lock is; a turn begins with Enter and ends as the app-server, or where there
 * was none the rollout, says; a question is there when the PermissionRequest hook ran, until the key that answers it.
 */
export const codex: Truths = {
  'codex/simple': {
    states: [
      { from: 1019, state: 'idle' },
      { from: 3842, state: 'running' },
      { from: 4260, state: 'done' },
      { from: 8970, state: 'running' },
      { from: 9346, state: 'done' },
    ],
    end: 13_000,
  },
  'codex/slow': {
    states: [
      { from: 1074, state: 'idle' },
      { from: 3881, state: 'running' },
      { from: 13_944, state: 'done' },
    ],
    end: 17_900,
  },
  'codex/ask': {
    states: [
      { from: 1186, state: 'idle' },
      { from: 4014, state: 'running' },
      { from: 4599, state: 'waiting' },
      { from: 17_212, state: 'running' },
      { from: 17_607, state: 'done' },
    ],
    end: 22_900,
  },
  'codex/fail': {
    states: [
      { from: 2306, state: 'idle' },
      { from: 4733, state: 'running' },
      { from: 7566, state: 'error' },
    ],
    end: 24_800,
  },
  'codex/interrupt': {
    states: [
      { from: 1019, state: 'idle' },
      { from: 3832, state: 'running' },
      { from: 7938, state: 'interrupted' },
    ],
    end: 11_000,
  },
  'codex/tool': {
    states: [
      { from: 1116, state: 'idle' },
      { from: 3848, state: 'running' },
      { from: 5030, state: 'done' },
    ],
    end: 9900,
  },
  // `/rename` at 9289 is no turn.
  'codex/rename': {
    states: [
      { from: 1591, state: 'idle' },
      { from: 4172, state: 'running' },
      { from: 4632, state: 'done' },
      { from: 13_408, state: 'running' },
      { from: 13_831, state: 'done' },
    ],
    end: 17_400,
  },
  'codex/resume': {
    states: [
      { from: 1023, state: 'idle' },
      { from: 5077, state: 'running' },
      { from: 5480, state: 'done' },
    ],
    end: 9100,
  },
  // Without the server; the subagent's turn ends before the one of its parent.
  'codex/task2': {
    tolerance: inferred,
    states: [
      { from: 1141, state: 'idle' },
      { from: 5844, state: 'running' },
      { from: 12_451, state: 'done' },
    ],
    end: 24_900,
  },
  'codex/simple_embedded': {
    tolerance: { ...inferred, missMillis: exact.missMillis },
    states: [
      { from: 1113, state: 'idle' },
      { from: 3873, state: 'running' },
      { from: 4337, state: 'done' },
      { from: 8999, state: 'running' },
      { from: 9384, state: 'done' },
    ],
    end: 13_000,
  },
  'codex/kill9_embedded': {
    tolerance: inferred,
    states: [
      { from: 1171, state: 'idle' },
      { from: 7009, state: 'running' },
      { from: 11_145, state: 'interrupted' },
    ],
    end: 14_000,
  },
};
