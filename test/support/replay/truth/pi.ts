import type { Truths } from './index.ts';

/**
 * What was true when: a turn begins with Enter, ends when the extension says so or with Esc. Pi tries again by itself after an
 * error, three times.
 */
export const pi: Truths = {
  'pi/simple': {
    states: [
      { from: 3835, state: 'idle' },
      { from: 5849, state: 'running' },
      { from: 6261, state: 'done' },
      { from: 9677, state: 'running' },
      { from: 9995, state: 'done' },
    ],
    end: 12_700,
  },
  'pi/slow': {
    states: [
      { from: 2298, state: 'idle' },
      { from: 4164, state: 'running' },
      { from: 14_400, state: 'done' },
    ],
    end: 17_200,
  },
  'pi/tool': {
    states: [
      { from: 1694, state: 'idle' },
      { from: 3504, state: 'running' },
      { from: 4193, state: 'done' },
    ],
    end: 7600,
  },
  'pi/fail': {
    states: [
      { from: 1640, state: 'idle' },
      { from: 3540, state: 'running' },
      { from: 24_156, state: 'error' },
    ],
    end: 32_400,
  },
  'pi/interrupt': {
    states: [
      { from: 2744, state: 'idle' },
      { from: 4754, state: 'running' },
      { from: 8858, state: 'interrupted' },
    ],
    end: 11_900,
  },
  'pi/resume': {
    states: [
      { from: 1337, state: 'idle' },
      { from: 4231, state: 'running' },
      { from: 4647, state: 'done' },
    ],
    end: 7300,
  },
  'pi-0.74.2/simple': {
    states: [
      { from: 1350, state: 'idle' },
      { from: 3338, state: 'running' },
      { from: 3709, state: 'done' },
      { from: 7176, state: 'running' },
      { from: 7494, state: 'done' },
    ],
    end: 10_200,
  },
};
