import { basename } from 'node:path';
import { join, type Owner, ownerKey, type Seeker, startSlackMillis } from '../join.ts';
import { threadOfFile } from './paths.ts';
import { followRecent, type Recent } from './recent.ts';

/** Folders of projects that are followed at once for this. */
const dirsMax = 64;
/** A process of a version with a registry has its entry by then, or waits for a dialog of its start and writes nothing. */
const unsaidMillis = 1000;

export interface Guesses {
  /**
   * The threads of processes whose `file` is null, by `ownerKey`. To be called again when a process, what is known of one, or
   * a file has changed. While all files are known nothing is opened.
   */
  of(seekers: readonly Seeker[]): ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** Finds the thread of processes that nothing tells of, by directory and time. `onChange` is called when it is to be asked again. */
export function followGuesses(onChange: () => void, onProblem: (error: unknown) => void): Guesses {
  let dirs: ReadonlyMap<string, Recent> = new Map();
  let owners: ReadonlyMap<string, Owner> = new Map();
  let unsaid: ReadonlyMap<string, number> = new Map();
  let waiting: NodeJS.Timeout | undefined;
  const closing = new Set<Promise<void>>();

  function close(one: Recent): void {
    const done = one.close().finally(() => closing.delete(done));
    closing.add(done);
  }

  function follow(seekers: readonly Seeker[]): void {
    const next = new Map<string, Recent>();
    for (const { dir, process } of seekers.filter(({ file }) => file === null)) {
      const since = process.startedAt - startSlackMillis;
      const recent = next.get(dir) ?? dirs.get(dir) ?? followRecent(dir, since, onChange, onProblem);
      recent.since(since);
      next.set(dir, recent);
      if (next.size >= dirsMax) break;
    }
    for (const [dir, recent] of dirs) if (!next.has(dir)) close(recent);
    dirs = next;
  }

  /** Since when nothing told of those that nothing tells of. The others begin anew when that ends. */
  function patience(seekers: readonly Seeker[], now: number): boolean {
    const silent = seekers.filter(({ file }) => file === null).map(({ process }) => ownerKey(process));
    unsaid = new Map(silent.map((key) => [key, unsaid.get(key) ?? now]));
    const left = [...unsaid.values()].map((at) => Math.min(at + unsaidMillis - now, unsaidMillis));
    const next = left.filter((millis) => millis > 0);
    clearTimeout(waiting);
    waiting = next.length === 0 ? undefined : setTimeout(onChange, Math.min(...next)).unref();
    return left.some((millis) => millis <= 0);
  }

  return {
    of(seekers) {
      const now = Date.now();
      const isTime = patience(seekers, now);
      follow(isTime ? seekers : []);
      if (!isTime) return new Map();
      const candidates = [...dirs.values()].flatMap((one) => one.candidates());
      const found = [...join(seekers, candidates, owners)];
      const paths = new Set(candidates.map(({ path }) => path));
      owners = new Map([
        ...[...owners].filter(([path]) => paths.has(path)),
        ...found.flatMap(([process, path]) => (paths.has(path) ? [[path, { process, until: now }] as const] : [])),
      ]);
      // Those that are new are rivals, but are not guessed at.
      const ripe = found.filter(([process]) => now >= (unsaid.get(process) ?? now + 1) + unsaidMillis);
      return new Map(ripe.map(([process, path]) => [process, threadOfFile(basename(path)) ?? '']));
    },
    close: async () => {
      clearTimeout(waiting);
      for (const one of dirs.values()) close(one);
      await Promise.all(closing);
    },
  };
}
