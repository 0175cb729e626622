import type { Thread } from '../../src/protocol/state.ts';
import type { Shown } from './watch.ts';

/** A state that is not the right one counts when it is shown for longer. */
export const wrongMillisMax = 300;

/** What a reader of the sidebar sees: the states, joined; `none` for no row. */
export type Label = string;

export interface Span {
  label: Label;
  /** What was said beside it: certainty and detail of each row. */
  notes: string;
  from: number;
  to: number;
}

export function labelOf(threads: readonly Thread[]): Label {
  return threads.length === 0 ? 'none' : threads.map(({ state }) => state).join('+');
}

/** What was seen between two moments of the threads that `of` picks, neighbours of the same label as one. */
export function spans(history: readonly Shown[], of: (thread: Thread) => boolean, from: number, to: number): Span[] {
  const all: Span[] = [];
  for (const [index, { at, threads }] of history.entries()) {
    const end = Math.min(to, history[index + 1]?.at ?? to);
    const picked = threads.filter(of);
    const label = labelOf(picked);
    const notes = picked.map(({ certainty, detail }) => [certainty, detail ?? []].flat().join(': ')).join('; ');
    const last = all.at(-1);
    if (end <= from || at >= to) continue;
    if (last?.label === label) last.to = end;
    else all.push({ label, notes, from: Math.max(at, from), to: end });
  }
  return all;
}

/** The spans that should not have been, and lasted. */
export function wrongSpans(seen: readonly Span[], right: readonly Label[]): Span[] {
  return seen.filter(({ label, from, to }) => !right.includes(label) && to - from > wrongMillisMax);
}

/** `running 412 ms (exact: Bash), idle 3 ms (inferred)` */
export function describe(seen: readonly Span[]): string {
  const one = ({ label, notes, from, to }: Span) => `${label} ${Math.round(to - from)} ms${notes && ` (${notes})`}`;
  return seen.map(one).join(', ');
}
