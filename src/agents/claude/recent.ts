import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../join.ts';
import { type Tail, tailLines } from '../tail.ts';
import { parseFields, shown, time } from '../values.ts';
import { type Changed, watchPath } from '../watch.ts';
import { missing, threadOfFile } from './paths.ts';

/** The first lines with a time and a directory, and the last. */
const headBytes = 16 * 1024;
const tailBytes = 64 * 1024;
const lineBytesMax = 4 * 1024 * 1024;
/** Files followed at once in a folder; one is enough for each process. */
const filesMax = 32;

type Times = Pick<Candidate, 'cwd' | 'startedAt' | 'updatedAt'>;

const nothingRead: Times = { cwd: null, startedAt: 0, updatedAt: 0 };

export interface Recent {
  candidates(): Candidate[];
  /** Files written since then are followed; later times than before change nothing. */
  since(millis: number): void;
  close(): Promise<void>;
}

/**
 * Where a session began, and when something was said in it first and last. Later lines have the directory that its shell is
 * in; those without a time are no conversation, and are written when it is only opened or left.
 */
export function readTimes(before: Times, line: string): Times {
  const entry = parseFields(line);
  const at = time(entry?.['timestamp']);
  if (entry === null || at === null) return before;
  return {
    cwd: before.cwd ?? shown(entry['cwd']),
    startedAt: before.startedAt === 0 ? at : Math.min(before.startedAt, at),
    updatedAt: Math.max(before.updatedAt, at),
  };
}

/** Follows the transcripts in a project's folder that were written since `first`, epoch milliseconds. The others stay closed. */
export function followRecent(
  dir: string,
  first: number,
  onChange: () => void,
  onProblem: (error: unknown) => void,
): Recent {
  const known = new Map<string, { tail: Tail; times: Times }>();
  let since = first;
  let closed = false;
  let looking: Promise<void> = Promise.resolve();

  function add(path: string): void {
    let generation = 0;
    const tail = tailLines(path, {
      headBytes,
      tailBytes,
      lineBytesMax,
      onLines(lines, position) {
        const one = known.get(path);
        if (one === undefined) return;
        one.times = lines.reduce(readTimes, position.generation === generation ? one.times : nothingRead);
        generation = position.generation;
        onChange();
      },
      onGone() {
        const one = known.get(path);
        if (one !== undefined) one.times = nothingRead;
        onChange();
      },
      onProblem,
    });
    known.set(path, { tail, times: nothingRead });
  }

  async function makeRoom(files: number): Promise<void> {
    const leaving = [...known].sort(([, a], [, b]) => b.times.updatedAt - a.times.updatedAt).slice(filesMax - files);
    for (const [path] of leaving) known.delete(path);
    await Promise.all(leaving.map(([, { tail }]) => tail.close()));
  }

  async function look(changed: Changed): Promise<void> {
    const found: { path: string; writtenAt: number }[] = [];
    for (const name of changed ?? (await readdir(dir).catch(missing))) {
      const path = join(dir, name);
      if (closed) return;
      if (threadOfFile(name) === null || known.has(path)) continue;
      const [stats] = await stat(path).then((one) => [one], missing);
      if (stats?.isFile() && stats.mtimeMs >= since) found.push({ path, writtenAt: stats.mtimeMs });
    }
    if (closed || found.length === 0) return;
    const newest = found.sort((a, b) => b.writtenAt - a.writtenAt).slice(0, filesMax);
    await makeRoom(newest.length);
    for (const { path } of newest) add(path);
  }

  const lookNext = (changed: Changed) => {
    looking = looking.then(() => look(changed)).catch(onProblem);
  };
  const watch = watchPath(dir, lookNext, onProblem);
  return {
    candidates: () =>
      [...known].flatMap(([path, { times }]) => (times.startedAt === 0 ? [] : [{ path, dir, ...times }])),
    since(millis) {
      if (millis >= since) return;
      since = millis;
      lookNext(null);
    },
    close: async () => {
      closed = true;
      await watch.close();
      await looking;
      await Promise.all([...known.values()].map(({ tail }) => tail.close()));
    },
  };
}
