import type { Session, Thread, Window } from '../protocol/state.ts';
import { atCursor, type BelowKey, keyOf, type Model, threadKeyOf } from './model.ts';

/** What is listed below a session: a window, or a thread; `inWindow` says that it stands below its window. */
export type Below = { window: Window; thread: null } | { window: null; thread: Thread; inWindow: boolean };

/**
 * What an unfolded session shows: each of its windows with the threads in it, then the threads that are in none. A single
 * window is the session itself, and not listed.
 */
export function belowOf(session: Session, { unfolded }: Pick<Model, 'unfolded'>): readonly Below[] {
  if (!unfolded.has(keyOf(session))) return [];
  const { threads, windows } = session;
  if (windows.length < 2) return threads.map((thread) => ({ window: null, thread, inWindow: false }));
  const inWindows = windows.flatMap((window): Below[] => [
    { window, thread: null },
    ...threadsIn(window, threads).map((thread) => ({ window: null, thread, inWindow: true })),
  ]);
  const elsewhere = threads.filter((thread) => !windows.some((window) => holds(window, thread)));
  return [...inWindows, ...elsewhere.map((thread): Below => ({ window: null, thread, inWindow: false }))];
}

/** Unique within its session. No agent's name begins with a line break. */
export function belowKeyOf({ window, thread }: Below): BelowKey {
  return window === null ? threadKeyOf(thread) : windowKeyOf(window);
}

/** The window that the cursor stands on. */
export function windowAtCursor(model: Model): Window | undefined {
  return atCursor(model)?.windows.find((window) => windowKeyOf(window) === model.thread);
}

export function threadsIn(window: Window, threads: readonly Thread[]): Thread[] {
  return threads.filter((thread) => holds(window, thread));
}

function windowKeyOf({ id }: Window): BelowKey {
  return `\nwindow ${id}`;
}

function holds({ panes }: Window, { pane }: Thread): boolean {
  return pane !== null && panes.some(({ id }) => id === pane);
}
