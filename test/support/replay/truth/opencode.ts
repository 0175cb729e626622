import { exact } from '../compare.ts';
import type { Truths } from './index.ts';

/**
 * What was true when: OpenCode's own events, and the recorder's keys and signals. Before the first event of its plugin a
 * process is starting. A rejected permission ends the turn, and Esc while it waits to try again leaves no error.
 */
export const openCode: Truths = {
  'opencode/simple': {
    states: [
      { from: 7650, state: 'idle' },
      { from: 8836, state: 'running' },
      { from: 16_565, state: 'done' },
    ],
    end: 18_100,
  },
  'opencode/tool': {
    states: [
      { from: 12_973, state: 'idle' },
      { from: 14_339, state: 'running' },
      { from: 21_653, state: 'done' },
    ],
    end: 22_700,
  },
  'opencode/toolmid': {
    states: [
      { from: 2594, state: 'idle' },
      { from: 5224, state: 'running' },
      { from: 7525, state: 'done' },
      { from: 8609, state: 'running' },
      { from: 15_513, state: 'done' },
    ],
    end: 16_300,
  },
  'opencode/permission': {
    states: [
      { from: 7391, state: 'idle' },
      { from: 8442, state: 'running' },
      { from: 18_011, state: 'waiting' },
      { from: 22_069, state: 'running' },
      { from: 23_903, state: 'done' },
      { from: 25_259, state: 'running' },
      { from: 25_465, state: 'waiting' },
      { from: 26_975, state: 'running' },
      { from: 27_101, state: 'done' },
      { from: 28_398, state: 'running' },
      { from: 28_553, state: 'waiting' },
      { from: 29_567, state: 'running' },
      { from: 30_228, state: 'done' },
    ],
    end: 31_200,
  },
  'opencode/question': {
    states: [
      { from: 3143, state: 'idle' },
      { from: 5649, state: 'running' },
      { from: 7319, state: 'waiting' },
      { from: 10_375, state: 'running' },
      { from: 11_185, state: 'done' },
    ],
    end: 12_000,
  },
  'opencode/esc': {
    states: [
      { from: 3017, state: 'idle' },
      { from: 5611, state: 'running' },
      { from: 8014, state: 'interrupted' },
      { from: 9930, state: 'running' },
      { from: 12_674, state: 'interrupted' },
      { from: 14_424, state: 'running' },
      { from: 14_582, state: 'waiting' },
      { from: 15_638, state: 'running' },
      { from: 15_762, state: 'done' },
    ],
    end: 18_900,
  },
  'opencode/fail': {
    states: [
      { from: 4112, state: 'idle' },
      { from: 7125, state: 'running' },
      { from: 14_470, state: 'error' },
      { from: 15_608, state: 'running' },
      { from: 15_875, state: 'error' },
      { from: 16_655, state: 'running' },
      { from: 26_092, state: 'interrupted' },
    ],
    end: 27_000,
  },
  // A new process with the same session: what the dead one left open runs no more.
  'opencode/kill9warm': {
    tolerance: { ...exact, lateMillis: 1000 },
    states: [
      { from: 9600, state: 'idle' },
      { from: 13_458, state: 'running' },
      { from: 21_318, state: 'done' },
      { from: 23_170, state: 'running' },
      { from: 27_167, state: 'interrupted' },
      { from: 28_703, state: 'idle' },
    ],
    end: 38_000,
  },
  'opencode/run': {
    states: [
      { from: 1553, state: 'idle' },
      { from: 1888, state: 'running' },
      { from: 7107, state: 'done' },
    ],
    end: 9600,
  },
  'opencode/subagent': {
    states: [
      { from: 6764, state: 'idle' },
      { from: 8370, state: 'running' },
      { from: 21_266, state: 'done' },
      { from: 22_931, state: 'running' },
      { from: 24_742, state: 'waiting' },
      { from: 27_844, state: 'running' },
      { from: 32_022, state: 'done' },
    ],
    end: 33_000,
  },
};
