import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ignoreMissing, openFile } from '../files.ts';
import { watchPath } from '../watch.ts';
import { isThreadId, parseThread, type ThreadFile } from './parse.ts';

/** A long thread has a few megabytes; what is larger is not read. */
const fileBytesMax = 16 * 1024 * 1024;
/** Threads kept; one for each process, and those that were changed meanwhile. */
const threadsMax = 32;
/** A file that is just being written anew is read again after this long. */
const tornMillis = 50;

export interface Kept extends ThreadFile {
  path: string;
  /** Epoch milliseconds, with fractions. */
  writtenAt: number;
}

export interface Threads {
  /** By path. */
  readonly known: ReadonlyMap<string, Kept>;
  close(): Promise<void>;
}

/** Follows the files of threads in a directory that were written since `since()`, in epoch milliseconds. */
export function followThreads(
  dir: string,
  since: () => number,
  onChange: () => void,
  onProblem: (error: unknown) => void,
): Threads {
  const known = new Map<string, Kept>();
  const torn = new Set<NodeJS.Timeout>();
  let reading: Promise<void> = Promise.resolve();
  let closed = false;

  async function read(path: string, again: boolean): Promise<boolean> {
    const stats = await stat(path).catch(ignoreMissing);
    if (stats === undefined) return known.delete(path);
    if (!stats.isFile() || stats.mtimeMs < since() || stats.mtimeMs === known.get(path)?.writtenAt) return false;
    const json = await readBounded(path);
    if (json === null) throw new Error(`${path}: more than ${fileBytesMax} bytes`);
    const thread = parseThread(json);
    if (thread === null) {
      if (again) later(path);
      return false;
    }
    known.delete(path);
    known.set(path, { ...thread, path, writtenAt: stats.mtimeMs });
    const [oldest] = known.keys();
    if (known.size > threadsMax && oldest !== undefined) known.delete(oldest);
    return true;
  }

  function later(path: string): void {
    const timer = setTimeout(() => {
      torn.delete(timer);
      lookNext([path], false);
    }, tornMillis);
    torn.add(timer.unref());
  }

  async function look(paths: readonly string[] | null, again: boolean): Promise<void> {
    const all = paths ?? (await readdir(dir).catch(ignoreMissing))?.map((name) => join(dir, name)) ?? [];
    let changed = false;
    for (const path of all) if (!closed && isThread(path, dir) && (await read(path, again))) changed = true;
    if (changed && !closed) onChange();
  }

  function lookNext(paths: readonly string[] | null, again: boolean): void {
    reading = reading
      .then(() => look(paths, again))
      .catch((error: unknown) => closed || onProblem(error))
      .then(() => {});
  }

  const watch = watchPath(
    dir,
    (changed) => lookNext(changed === null ? null : [...changed].map((name) => join(dir, name)), true),
    onProblem,
  );
  return {
    known,
    close: async () => {
      closed = true;
      for (const timer of torn) clearTimeout(timer);
      await watch.close();
      await reading;
    },
  };
}

async function readBounded(path: string): Promise<string | null> {
  const opened = await openFile(path);
  if (opened === null) return null;
  try {
    return opened.stats.size > fileBytesMax ? null : await opened.file.readFile('utf8');
  } finally {
    await opened.file.close();
  }
}

function isThread(path: string, dir: string): boolean {
  return path.endsWith('.json') && isThreadId(path.slice(dir.length + 1, -'.json'.length));
}
