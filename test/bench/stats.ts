/** @throws RangeError without samples */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The sample that 95 % of the samples do not exceed. @throws RangeError without samples */
export function p95(samples: readonly number[]): number {
  return quantile(samples, 0.95);
}

/** Nearest rank: always a value that was measured. */
function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}

const runsMin = 3;
const runsMax = 6;
/** Of the median: so far may the samples lie around it. */
const spreadMax = 0.15;

export interface Steady {
  samples: number[];
  unsteady: boolean;
}

/** Samples until they lie close together, at most six. `near` is a difference that does not matter, in the samples' unit. */
export async function untilSteady(sample: () => Promise<number>, near: number): Promise<Steady> {
  const samples: number[] = [];
  for (;;) {
    samples.push(await sample());
    if (samples.length < runsMin) continue;
    const middle = median(samples);
    const sorted = samples.toSorted((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
    // One of three may be anything: somebody else worked on the machine.
    const typical = sorted.slice(0, Math.ceil((samples.length * 2) / 3));
    const spread = Math.max(...typical.map((one) => Math.abs(one - middle)));
    if (spread <= Math.max(near, spreadMax * middle)) return { samples, unsteady: false };
    if (samples.length >= runsMax) return { samples, unsteady: true };
  }
}
