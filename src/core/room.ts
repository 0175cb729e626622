import type { TmuxWindow } from './topology.ts';

/** A window this narrow shows no sidebar: fewer columns than this would be left for work. */
export const workColumnsMin = 10;

/** @param width of the sidebar, in columns */
export function isTooNarrow(window: TmuxWindow, width: number): boolean {
  return window.width < columnsMin(width);
}

/** Why a window shows no sidebar, for whoever asked for it there; null where it does. */
export function noRoom(window: TmuxWindow | undefined, width: number): string | null {
  if (window === undefined || !isTooNarrow(window, width)) return null;
  // What helps stands first: the message is cut where the terminal ends.
  return `too narrow: p opens it as a popup (${columnsMin(width)} columns would do)`;
}

function columnsMin(width: number): number {
  return width + 1 + workColumnsMin;
}
