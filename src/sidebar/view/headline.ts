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

/** The most urgent state of a session's threads and questions, and since when the first of them is in it; null without any. */
export function headline(
  threads: readonly Thread[],
  asks: readonly Ask[],
): { state: ThreadState; since: number } | null {
  const all = [...asks.map(({ since }) => ({ state: 'waiting' as const, since })), ...threads];
  const state = urgency.find((state) => all.some((one) => one.state === state));
  if (state === undefined) return null;
  return { state, since: Math.min(...all.filter((one) => one.state === state).map(({ since }) => since)) };
}

/** How long it has been so matters only for what runs or waits. */
export function isCounted(state: ThreadState): boolean {
  return state === 'running' || state === 'waiting';
}
