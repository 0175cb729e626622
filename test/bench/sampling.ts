import type { Row } from './figure.ts';

/** How often something is done. */
export interface Repeats {
  atLeast: number;
  atMost: number;
}

/** What takes less than a second. */
export function quick(n: number): Repeats {
  return { atLeast: n, atMost: 4 * n };
}

/** What takes some seconds, as a start does. */
export function slow(n: number): Repeats {
  const atLeast = Math.ceil(n / 5);
  return { atLeast, atMost: 3 * atLeast };
}

/** What must be watched for a while, or needs a world of its own. */
export function long(n: number): Repeats {
  const atLeast = Math.min(4, n);
  return { atLeast, atMost: 2 * atLeast };
}

/** Whoever waits does not wait longer for more than what was asked for at least. */
const secondsMax = 90;

/**
 * Takes samples until no row of them is unsteady any more, half as many again at a time, as often as it may be done, or until
 * 90 s are over.
 *
 * @param rows makes rows of all samples so far
 * @param now a clock in ms
 */
export async function untilSteady<T>(
  { atLeast, atMost }: Repeats,
  take: (turn: number) => Promise<T>,
  rows: (samples: readonly T[]) => Row[],
  now: () => number = () => performance.now(),
): Promise<Row[]> {
  const samples: T[] = [];
  const endMs = now() + secondsMax * 1000;
  for (let enough = atLeast; ; enough = Math.min(atMost, enough + Math.ceil(atLeast / 2))) {
    while (samples.length < enough) samples.push(await take(samples.length));
    const made = rows(samples);
    if (enough >= atMost || now() >= endMs || !made.some(({ unsteady }) => unsteady === true)) return made;
  }
}
