import type { AgentProcess } from '../core/evidence.ts';

/** A process, and where its session may be. */
export interface Seeker {
  process: AgentProcess;
  dir: string;
  /** As the agent itself says it; null when it says nothing. */
  file: string | null;
}

export interface Candidate {
  path: string;
  dir: string;
  cwd: string | null;
  /** Epoch milliseconds of its beginning and of what was written last. */
  startedAt: number;
  updatedAt: number;
}

/** Who had a file last, and until when in epoch milliseconds. */
export interface Owner {
  process: string;
  until: number;
}

/** The start of a process is known to a hundredth of a second after a boot that is known to a second. */
export const startSlackMillis = 1000;
/** Between the start of a process and the time in its first session: about 1 s (Pi 0.73.1), more on a slow machine. */
const startMillisMax = 5000;
/** What a process wrote as it ended may be seen after its end. */
const lateMillisMax = 2000;

export function ownerKey({ pid, start }: AgentProcess): string {
  return `${pid} ${start}`;
}

/**
 * Which process has which session file, by `ownerKey`. What the agent says is so. Else a process that is alone in its
 * directory has the newest file that began or grew since it started; of several, each keeps what it had, else has the newest one
 * that began before the others started, else the one that began right after its start, unless two of them started then. A file that another has, or had when it last grew, is no choice.
 *
 * @param owners by path, as they were found before; who has nothing new keeps that
 */
export function join(
  seekers: readonly Seeker[],
  candidates: readonly Candidate[],
  owners: ReadonlyMap<string, Owner>,
): Map<string, string> {
  const found = new Map(seekers.flatMap(({ process, file }) => (file === null ? [] : [[ownerKey(process), file]])));
  const alive = new Set(seekers.map(({ process }) => ownerKey(process)));
  for (const seeker of seekers.filter(({ file }) => file === null)) {
    const key = ownerKey(seeker.process);
    const rivals = seekers.filter((one) => one !== seeker && isRival(one, seeker));
    const told = new Set(rivals.map(({ file }) => file));
    const free = candidates.filter(
      (one) =>
        one.dir === seeker.dir &&
        one.cwd === seeker.process.cwd &&
        !told.has(one.path) &&
        isFree(one, owners.get(one.path), key, alive),
    );
    const before = ownedBy(owners, key);
    const path = rivals.every(({ file }) => file !== null)
      ? (newestSince(free, seeker.process.startedAt) ?? before)
      : (before ?? firstOf(seeker, rivals, free));
    if (path !== undefined) found.set(key, path);
  }
  return found;
}

function isRival(one: Seeker, other: Seeker): boolean {
  return one.dir === other.dir && one.process.cwd === other.process.cwd;
}

function isFree({ updatedAt }: Candidate, owner: Owner | undefined, key: string, alive: ReadonlySet<string>): boolean {
  if (owner === undefined || owner.process === key) return true;
  return !alive.has(owner.process) && updatedAt > owner.until + lateMillisMax;
}

function ownedBy(owners: ReadonlyMap<string, Owner>, key: string): string | undefined {
  return [...owners]
    .filter(([, { process }]) => process === key)
    .sort(([, a], [, b]) => a.until - b.until)
    .at(-1)?.[0];
}

function newestSince(candidates: readonly Candidate[], startedAt: number): string | undefined {
  return candidates
    .filter(({ updatedAt }) => updatedAt >= startedAt - startSlackMillis)
    .sort((a, b) => a.updatedAt - b.updatedAt || (a.path < b.path ? -1 : 1))
    .at(-1)?.path;
}

function firstOf({ process }: Seeker, rivals: readonly Seeker[], candidates: readonly Candidate[]): string | undefined {
  const isFirst = (began: number, { startedAt }: AgentProcess) =>
    began >= startedAt - startSlackMillis && began <= startedAt + startMillisMax;
  const since = process.startedAt - startSlackMillis;
  const until = Math.min(...rivals.map((one) => one.process.startedAt)) - startSlackMillis;
  const alone = candidates.filter(({ startedAt }) => startedAt >= since && startedAt < until);
  if (alone.length > 0) return newestSince(alone, process.startedAt);
  const own = candidates.filter(
    ({ startedAt }) => isFirst(startedAt, process) && !rivals.some((one) => isFirst(startedAt, one.process)),
  );
  return own.length === 1 ? own[0]?.path : undefined;
}
