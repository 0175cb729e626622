import { median, p95 } from './stats.ts';

/** What a figure may depend on. */
export interface Settings {
  /** Numbers of tmux windows to measure with. */
  windows: readonly number[];
  /** Repetitions of what is quick; slow ones take a fifth. */
  n: number;
  /** Leave the product out and only measure what it is compared with. */
  floorsOnly: boolean;
  /** How much of the `day` is lived: 1 is all of it. */
  dayShare: number;
}

/** One measured thing. Latencies are in ms, sizes in bytes or MiB. */
export interface Row {
  figure: string;
  /** What was done. */
  what: string;
  unit:
    | 'ms'
    | 'requests/s'
    | 'bytes'
    | 'MiB'
    | 'redraws'
    | 'processes'
    | '% of a core'
    | 'bytes/minute'
    | '%'
    | 'files'
    | 'listeners'
    | 'commands';
  /** It is not the product, but what the product is to be compared with. */
  floor: boolean;
  n: number;
  median: number;
  p95: number;
  /** Of the median to that of its floor. */
  ratio?: number;
  /** It was repeated as often as it may be, and the samples still lie far apart. */
  unsteady?: boolean;
}

export interface Figure {
  name: string;
  measure(settings: Settings): Promise<Row[]>;
}

/** @throws RangeError without samples */
export function row(figure: string, what: string, unit: Row['unit'], samples: readonly number[], floor = false): Row {
  return { figure, what, unit, floor, n: samples.length, median: median(samples), p95: p95(samples) };
}

/** With how many times its floor it is; without when the floor is nothing. */
export function compared(one: Row, floor: Row): Row {
  return floor.median > 0 ? { ...one, ratio: one.median / floor.median } : one;
}
