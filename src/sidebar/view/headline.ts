import type { Ask } from '../../protocol/ask.ts';
import type { Thread, ThreadState } from '../../protocol/state.ts';

export const urgency: readonly ThreadState[] = [
  'waiting',
  'error',
  'interrupted',
  'running',
  'done',
  'unknown',
  'idle',
];

export interface Headline {
  state: ThreadState;
  since: number;
  /** How one of them ended is news. */
  unseen: boolean;
  /** Nobody said so: it is concluded. */
  inferred: boolean;
}

/** The most urgent state of a session's threads and questions, and since when the first of them is in it; null without any. */
export function headline(threads: readonly Thread[], asks: readonly Ask[]): Headline | null {
  const asked = asks.map(({ since }) => ({
    state: 'waiting' as const,
    since,
    unseen: false,
    certainty: 'exact' as const,
  }));
  const all = [...asked, ...threads];
  const state = urgency.find((state) => all.some((one) => one.state === state));
  if (state === undefined) return null;
  const leading = all.filter((one) => one.state === state);
  return {
    state,
    since: Math.min(...leading.map(({ since }) => since)),
    unseen: leading.some(({ unseen }) => unseen),
    inferred: leading.every(({ certainty }) => certainty !== 'exact'),
  };
}

/** How long it has been so matters only for what runs or waits. */
export function isCounted(state: ThreadState): boolean {
  return state === 'running' || state === 'waiting';
}
