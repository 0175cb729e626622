import type { Thread, ThreadState } from '../../../src/protocol/state.ts';

/** What was shown from `t` on, in milliseconds of the recording. */
export interface Shown {
  t: number;
  id: string;
  thread: Thread | null;
}

/** The truth from `from` on; null is no row at all. */
export interface Expected {
  from: number;
  state: ThreadState | null;
}

export interface Tolerance {
  /** From its first moment on an agent may be unknown so long: a pane is looked at once a second. */
  foundMillis: number;
  /** So long the state before may still be shown. */
  lateMillis: number;
  /** So long any other state may be shown. */
  wrongMillis: number;
  /** A state that held so long may have gone by unseen. */
  missMillis: number;
  /** Not everything that was there to be seen was recorded: what is unknown is not wrong. Default no. */
  blind?: boolean;
}

export const exact: Tolerance = { foundMillis: 1500, lateMillis: 500, wrongMillis: 300, missMillis: 300 };
export const inferred: Tolerance = { foundMillis: 1500, lateMillis: 1500, wrongMillis: 300, missMillis: 1500 };
export const blind: Tolerance = { ...inferred, missMillis: Infinity, blind: true };

interface Judging {
  /** In milliseconds of the recording. */
  end: number;
  speed?: number;
  tolerance?: Tolerance;
}

interface Span {
  from: number;
  to: number;
  state: string;
}

/** The states of all rows together, which are one at most times: `running`, `none`, `done+running`. */
export function spansOf(shown: readonly Shown[], end: number): Span[] {
  const rows = new Map<string, ThreadState>();
  const spans: Span[] = [{ from: Number.NEGATIVE_INFINITY, to: end, state: 'none' }];
  for (const { t, id, thread } of shown.filter((one) => one.t < end)) {
    if (thread === null) rows.delete(id);
    else rows.set(id, thread.state);
    const last = spans.at(-1);
    const state = [...rows.values()].sort().join('+') || 'none';
    if (last === undefined || last.state === state) continue;
    last.to = t;
    spans.push({ from: t, to: end, state });
  }
  return spans;
}

/** What was shown wrongly for too long, in words; empty when all was right. Judged from the first expectation to `end`. */
export function deviations(
  shown: readonly Shown[],
  expected: readonly Expected[],
  { end, speed = 1, tolerance = exact }: Judging,
): string[] {
  const spans = spansOf(shown, end);
  return expected.flatMap(({ from, state }, index) => {
    const wanted = state ?? 'none';
    const before = expected[index - 1];
    const next = expected[index + 1];
    const begin = before === undefined ? from + tolerance.foundMillis * speed : from;
    return spans.flatMap((span) => {
      const [start, stop] = [Math.max(span.from, begin), Math.min(span.to, next?.from ?? end)];
      const isLate = start === from && span.state === (before?.state ?? 'none');
      const millis = Math.round((stop - start) / speed);
      if (
        span.state === wanted ||
        isUnseen(span, tolerance) ||
        millis <= (isLate ? tolerance.lateMillis : tolerance.wrongMillis)
      )
        return [];
      return [`${wanted} from ${from}: ${span.state} was shown from ${Math.round(start)} for ${millis} ms`];
    });
  });
}

/**
 * What is wrong in the order of the states, whatever the machine's pace: one that was expected and did not come, or one that
 * came and was not. Empty when all was right.
 */
export function disorder(
  shown: readonly Shown[],
  expected: readonly Expected[],
  { end, speed = 1, tolerance = exact }: Judging,
): string[] {
  const isBrief = (from: number, to: number) => (to - from) / speed <= tolerance.wrongMillis;
  const mayMiss = (index: number) =>
    ((expected[index + 1]?.from ?? end) - (expected[index]?.from ?? 0)) / speed <= tolerance.missMillis;
  const wrong: string[] = [];
  let at = -1;
  for (const { from, to, state } of spansOf(shown, end)) {
    if (state === stateOf(expected[at]) || isUnseen({ state }, tolerance)) continue;
    // Before its first row.
    if (at < 0 && state === 'none') continue;
    let next = at + 1;
    while (next < expected.length && stateOf(expected[next]) !== state && mayMiss(next)) next += 1;
    if (stateOf(expected[next]) === state) at = next;
    else if (at >= 0 && !isBrief(from, to))
      wrong.push(`after ${stateOf(expected[at])}: ${state} from ${Math.round(from)} to ${Math.round(to)}`);
  }
  const last = expected.length - 1;
  const missing = expected.filter((_, index) => index > at && (index === last || !mayMiss(index)));
  return [...wrong, ...missing.map(({ from, state }) => `${state ?? 'none'} from ${from} never came`)];
}

/** How late each state was, in real milliseconds; null when it never came. */
export function latencies(
  shown: readonly Shown[],
  expected: readonly Expected[],
  { end, speed = 1 }: Judging,
): (number | null)[] {
  const spans = spansOf(shown, end);
  return expected.map((one, index) => {
    const until = expected[index + 1]?.from ?? end;
    const found = spans.find(({ from, to, state }) => state === stateOf(one) && to > one.from && from < until);
    return found === undefined ? null : Math.round(Math.max(0, found.from - one.from) / speed);
  });
}

function isUnseen({ state }: Pick<Span, 'state'>, tolerance: Tolerance): boolean {
  return tolerance.blind === true && state === 'unknown';
}

function stateOf(one: Expected | undefined): string | undefined {
  return one === undefined ? undefined : (one.state ?? 'none');
}
