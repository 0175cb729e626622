import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openFile } from '../files.ts';
import { watchPath } from '../watch.ts';
import { missing } from './paths.ts';
import { type Entry, parseEntry, pidOfFile } from './registry.ts';

/** What killed processes leave behind is never swept by some versions. */
const filesMax = 512;
const fileBytesMax = 64 * 1024;
/** It is written in place: half of it may be read. */
const tornMillis = 30;
const readsMax = 4;

export interface SessionsHandlers {
  /** `version` grows with each reading of a file. */
  onEntry(entry: Entry, version: number): void;
  onGone(pid: number): void;
  /** Its file cannot be read. */
  onFailed(pid: number, error: unknown): void;
  onProblem(error: unknown): void;
}

export interface Sessions {
  close(): Promise<void>;
}

/** Follows the registry of running sessions: `<config>/sessions/<pid>.json`, which need not exist. */
export function followSessions(config: string, handlers: SessionsHandlers): Sessions {
  const dir = join(config, 'sessions');
  const versions = new Map<number, number>();
  let queue: Promise<void> = Promise.resolve();
  let closed = false;

  async function look(changed: ReadonlySet<string> | null): Promise<void> {
    const names = [...(changed ?? (await readdir(dir).catch(missing)))].filter((name) => pidOfFile(name) !== null);
    const files = new Map(names.slice(0, filesMax).map((name) => [pidOfFile(name) ?? 0, name]));
    if (changed === null) for (const pid of versions.keys()) if (!files.has(pid)) gone(pid);
    await Promise.all([...files].map(([pid, name]) => readOne(pid, join(dir, name))));
  }

  function gone(pid: number): void {
    if (versions.delete(pid) && !closed) handlers.onGone(pid);
  }

  async function readOne(pid: number, path: string): Promise<void> {
    try {
      for (let reads = 1; !closed; reads += 1) {
        const found = await readFile(path);
        if (found === null) return gone(pid);
        const entry = parseEntry(found.json, pid);
        if (entry === null && reads < readsMax) {
          await pause(tornMillis);
          continue;
        }
        if (closed) return;
        if (entry === null) throw new Error(`${path} is no session`);
        const version = Math.max(found.mtimeMs, (versions.get(pid) ?? 0) + 1);
        versions.set(pid, version);
        return handlers.onEntry(entry, version);
      }
    } catch (error) {
      if (!closed) handlers.onFailed(pid, error);
    }
  }

  const watch = watchPath(
    dir,
    (changed) => {
      queue = queue.then(() => (closed ? undefined : look(changed))).catch(handlers.onProblem);
    },
    handlers.onProblem,
  );
  return {
    close: async () => {
      closed = true;
      await watch.close();
      await queue;
    },
  };
}

async function readFile(path: string): Promise<{ json: string; mtimeMs: number } | null> {
  const opened = await openFile(path);
  if (opened === null) return null;
  const { file, stats } = opened;
  try {
    const bytes = Buffer.alloc(fileBytesMax);
    const { bytesRead } = await file.read(bytes, 0, fileBytesMax, 0);
    return { json: bytes.toString('utf8', 0, bytesRead), mtimeMs: stats.mtimeMs };
  } finally {
    await file.close();
  }
}
