const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const daysMax = 99;

/** Cells that `elapsed` takes at most. */
export const elapsedCells = 3;

/** How long ago: `12s`, `2m`, `3h`, `2d`. What is older than 99 days is drawn as that old. `calm` counts no seconds. */
export function elapsed(since: number, now: number, calm = false): string {
  const age = ageSeconds(since, now);
  if (age < minute) return calm ? '<1m' : `${age}s`;
  if (age < hour) return `${Math.floor(age / minute)}m`;
  if (age < day) return `${Math.floor(age / hour)}h`;
  return `${Math.min(daysMax, Math.floor(age / day))}d`;
}

/** Seconds until `elapsed` may read differently. */
export function secondsToTick(since: number, now: number, calm = false): number {
  const age = ageSeconds(since, now);
  return age < minute && !calm ? 1 : minute - (age % minute);
}

/** Counted on the clock's whole seconds, so that all times of a screen tick together. */
function ageSeconds(since: number, now: number): number {
  return Math.max(0, Math.floor(now / 1000) - Math.floor(since / 1000));
}
