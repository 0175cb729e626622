import { readdir, readlink } from 'node:fs/promises';
import { threadOfRollout } from './rollout.ts';

/** What a process of Codex holds open of its threads. */
export interface Held {
  /** Threads that it works on itself. */
  locks: ReadonlySet<string>;
  /** Thread to rollout; from the first prompt on. */
  rollouts: ReadonlyMap<string, string>;
}

const descriptorsMax = 4096;
const lockPath = /\/thread-writer-locks\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.lock$/;

/**
 * The threads that a process holds the lock of: Codex 0.169 that runs without the server, from its start on. Nothing for a
 * process that has ended, that is another user's, or where there is no `/proc`.
 */
export async function heldBy(pid: number): Promise<Held> {
  const dir = `/proc/${pid}/fd`;
  const names = await readdir(dir).catch(() => []);
  // A descriptor may be closed between the two looks.
  const paths = await Promise.all(
    names.slice(0, descriptorsMax).map((name) => readlink(`${dir}/${name}`).catch(() => '')),
  );
  const locks = paths.map((path) => lockPath.exec(path)?.[1]).filter((id) => id !== undefined);
  const rollouts = paths.flatMap((path) => {
    const id = threadOfRollout(path);
    return id === null ? [] : [[id, path] as const];
  });
  return { locks: new Set(locks), rollouts: new Map(rollouts) };
}
