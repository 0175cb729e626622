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
