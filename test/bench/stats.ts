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
  const sorted = ascending(samples);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}

/** Standard deviations: between ranks so far from the middle one the true median lies in about seven of eight cases. */
const deviations = 1.5;
/** Of the median: so far away may it still lie. */
const distanceMax = 0.1;

/**
 * The median is known well enough: between two samples, by rank, lies the true one in about seven of eight cases, and neither is
 * further away than a tenth of the median, or than `near`, in the samples' unit. Ranks of samples below the true median are
 * binomial, so this holds for any distribution, and single outliers count for nothing. Of up to five samples all must lie that close;
 * one alone always does.
 *
 * @throws RangeError without samples
 */
export function isSteady(samples: readonly number[], near: number): boolean {
  const middle = median(samples);
  const count = samples.length;
  const skipped = Math.max(0, Math.floor((count - deviations * Math.sqrt(count)) / 2));
  const between = ascending(samples).slice(skipped, count - skipped);
  const distance = Math.max(...between.map((one) => Math.abs(one - middle)));
  return distance <= Math.max(near, distanceMax * Math.abs(middle));
}

function ascending(samples: readonly number[]): number[] {
  return samples.toSorted((one, other) => one - other);
}
