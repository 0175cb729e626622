import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ignoreMissing } from '../files.ts';
import { type Tail, tailLines } from '../tail.ts';
import { watchPath } from '../watch.ts';
import { emptySession, readLines, type Session, skipAhead } from './parse.ts';

/** The header, the first prompt and a name given early; then the last few turns. */
const headBytes = 16 * 1024;
const tailBytes = 256 * 1024;
const lineBytesMax = 4 * 1024 * 1024;
/** Files followed at once in a directory; one is enough for each process. */
const filesMax = 32;

export interface Sessions {
  /** By path. */
  readonly known: ReadonlyMap<string, Session>;
  /** Follows a file, whatever its age. */
  add(path: string): void;
  /** Files written since then are followed too; later times than before change nothing. */
  since(millis: number): void;
  close(): Promise<void>;
}

/** Follows the session files in a directory that were written since `first`, epoch milliseconds. The others stay closed. */
export function followSessions(
  dir: string,
  first: number,
  onChange: () => void,
  onProblem: (path: string, error: unknown) => void,
): Sessions {
  const known = new Map<string, Session>();
  const tails = new Map<string, Tail>();
  let looking: Promise<void> = Promise.resolve();
  let since = first;
  let closed = false;

  function add(path: string): void {
    if (tails.has(path) || closed) return;
    let generation = 0;
    const tail = tailLines(path, {
      headBytes,
      tailBytes,
      lineBytesMax,
      onLines(lines, position) {
        const before = position.generation === generation ? (known.get(path) ?? emptySession) : emptySession;
        generation = position.generation;
        known.set(path, readLines(position.gap ? skipAhead(before) : before, lines));
        onChange();
      },
      onGone: () => {
        known.delete(path);
        onChange();
      },
      onProblem: (error) => onProblem(path, error),
    });
    tails.set(path, tail);
    if (tails.size > filesMax) dropOldest(path);
  }

  function dropOldest(except: string): void {
    const [oldest] = [...tails.keys()]
      .filter((path) => path !== except)
      .sort((a, b) => (known.get(a)?.updatedAt ?? 0) - (known.get(b)?.updatedAt ?? 0));
    if (oldest === undefined) return;
    void tails.get(oldest)?.close();
    tails.delete(oldest);
    known.delete(oldest);
  }

  async function look(changed: ReadonlySet<string> | null): Promise<void> {
    const names = [...(changed ?? (await readdir(dir).catch(ignoreMissing)) ?? [])]
      .filter((name) => name.endsWith('.jsonl'))
      .toSorted();
    for (const name of names) {
      const path = join(dir, name);
      if (closed || tails.has(path)) continue;
      const stats = await stat(path).catch(ignoreMissing);
      if (stats?.isFile() && stats.mtimeMs >= since) add(path);
    }
  }

  const lookNext = (changed: ReadonlySet<string> | null) => {
    looking = looking.then(() => look(changed)).catch((error: unknown) => onProblem(dir, error));
  };
  const watch = watchPath(dir, lookNext, (error) => onProblem(dir, error));
  return {
    known,
    add,
    since: (millis) => {
      if (millis >= since) return;
      since = millis;
      lookNext(null);
    },
    close: async () => {
      closed = true;
      await watch.close();
      await looking;
      await Promise.all([...tails.values()].map((tail) => tail.close()));
    },
  };
}
