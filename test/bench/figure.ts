import { isSteady, median, p95 } from './stats.ts';

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
  /** Tells who waits what is being measured. */
  say: (what: string) => void;
}

/** One measured thing. Latencies are in ms, sizes in bytes or MiB. */
export interface Row {
  figure: string;
  /** What was done. */
  what: string;
  unit: Unit;
  /** It is not the product, but what the product is to be compared with. */
  floor: boolean;
  /** Samples; of a number about all tries together, the tries. */
  n: number;
  median: number;
  p95: number;
  /** Of the median to that of its floor. */
  ratio?: number;
  /** It was repeated as often, or as long, as it may be, and the median is still not known well enough. */
  unsteady?: true;
}

/** Of each unit a difference that does not matter. */
const near = {
  ms: 0.1,
  'requests/s': 0,
  bytes: 16,
  MiB: 1,
  redraws: 0,
  frames: 0,
  switches: 0,
  processes: 0,
  '% of a core': 0.03,
  'bytes/minute': 0,
  '%': 0,
  '×': 0,
  files: 0,
  listeners: 0,
};
type Unit = keyof typeof near;

export interface Figure {
  name: string;
  measure(settings: Settings): Promise<Row[]>;
}

/** @throws RangeError without samples */
export function row(figure: string, what: string, unit: Unit, samples: readonly number[], floor = false): Row {
  const measured = { figure, what, unit, floor, n: samples.length, median: median(samples), p95: p95(samples) };
  return isSteady(samples, near[unit]) ? measured : { ...measured, unsteady: true };
}

/** One number about all tries together: a sum, a share, the longest. */
export function total(figure: string, what: string, unit: Unit, value: number, tries: number): Row {
  return { figure, what, unit, floor: false, n: tries, median: value, p95: value };
}

/** With how many times its floor it is; without when the floor is nothing. */
export function compared(one: Row, floor: Row): Row {
  return floor.median > 0 ? { ...one, ratio: one.median / floor.median } : one;
}

/** Each row with that of the same place among the floors. */
export function comparedEach(rows: readonly Row[], floors: readonly Row[]): Row[] {
  return rows.map((one, index) => {
    const floor = floors[index];
    return floor === undefined ? one : compared(one, floor);
  });
}

/** How many times another row one is, as a row of its own. */
export function times(figure: string, what: string, one: Row, other: Row): Row {
  const made = total(figure, what, '×', one.median / other.median, Math.min(one.n, other.n));
  return one.unsteady === true || other.unsteady === true ? { ...made, unsteady: true } : made;
}
