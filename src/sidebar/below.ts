import type { Pane, Session, Thread, Window } from '../protocol/state.ts';
import { atCursor, type BelowKey, keyOf, type Model, threadKeyOf } from './model.ts';

/** What is listed below a session; `inWindow` says that it stands below its window. */
export type Below =
  | { type: 'window'; window: Window }
  | { type: 'thread'; thread: Thread; inWindow: boolean }
  | { type: 'pane'; pane: Pane; inWindow: boolean };

/**
 * What an unfolded session shows: each of its windows with the threads in it and its other panes, then the threads that are
 * in no window. A single window is the session itself, and a single pane its window: they are not listed.
 */
export function belowOf(session: Session, { unfolded }: Pick<Model, 'unfolded'>): readonly Below[] {
  return unfolded.has(keyOf(session)) ? allBelow(session) : [];
}

/** Whether there is anything to unfold. */
export function hasBelow({ threads, windows }: Session): boolean {
  return threads.length > 0 || windows.length > 1 || windows.some(({ panes }) => panes.length > 1);
}

/** Unique within its session. No agent's name begins with a line break. */
export function belowKeyOf(below: Below): BelowKey {
  if (below.type === 'thread') return threadKeyOf(below.thread);
  return below.type === 'window' ? windowKeyOf(below.window) : paneKeyOf(below.pane);
}

/** The window that the cursor stands on. */
export function windowAtCursor(model: Model): Window | undefined {
  return atCursor(model)?.windows.find((window) => windowKeyOf(window) === model.thread);
}

/** The pane that the cursor stands on, other than as a thread. */
export function paneAtCursor(model: Model): Pane | undefined {
  return atCursor(model)
    ?.windows.flatMap(({ panes }) => panes)
    .find((pane) => paneKeyOf(pane) === model.thread);
}

export function threadsIn(window: Window, threads: readonly Thread[]): Thread[] {
  return threads.filter((thread) => holds(window, thread));
}

function allBelow({ threads, windows }: Session): Below[] {
  // One that is linked into the session twice is one place to go to.
  const once = windows.filter(({ id }, index) => windows.findIndex((one) => one.id === id) === index);
  const inWindow = once.length > 1;
  const inWindows = once.flatMap((window): Below[] => {
    const inIt = threadsIn(window, threads);
    const others =
      window.panes.length < 2 ? [] : window.panes.filter(({ id }) => !inIt.some(({ pane }) => pane === id));
    return [
      ...(inWindow ? [{ type: 'window' as const, window }] : []),
      ...inIt.map((thread): Below => ({ type: 'thread', thread, inWindow })),
      ...others.map((pane): Below => ({ type: 'pane', pane, inWindow })),
    ];
  });
  const elsewhere = threads.filter((thread) => !windows.some((window) => holds(window, thread)));
  return [...inWindows, ...elsewhere.map((thread): Below => ({ type: 'thread', thread, inWindow: false }))];
}

function windowKeyOf({ id }: Window): BelowKey {
  return `\nwindow ${id}`;
}

function paneKeyOf({ id }: Pane): BelowKey {
  return `\npane ${id}`;
}

function holds({ panes }: Window, { pane }: Thread): boolean {
  return pane !== null && panes.some(({ id }) => id === pane);
}
