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

/**
 * Takes samples until no row of them is unsteady any more, half as many again at a time, or as often as it may be done.
 *
 * @param rows makes rows of all samples so far
 */
export async function untilSteady<T>(
  { atLeast, atMost }: Repeats,
  take: (turn: number) => Promise<T>,
  rows: (samples: readonly T[]) => Row[],
): Promise<Row[]> {
  const samples: T[] = [];
  for (let enough = atLeast; ; enough = Math.min(atMost, enough + Math.ceil(atLeast / 2))) {
    while (samples.length < enough) samples.push(await take(samples.length));
    const made = rows(samples);
    if (enough >= atMost || !made.some(({ unsteady }) => unsteady === true)) return made;
  }
}
