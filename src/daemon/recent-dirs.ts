import { statSync } from 'node:fs';
import * as z from 'zod/mini';
import { placesOfWork, recentDirsMax, withRecent } from '../core/recent.ts';
import { readIfThere, writePrivate } from './files.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';

const fileBytesMax = 1024 * 1024;

const Dirs = z.array(z.string().check(z.startsWith('/')));

/** Directories that sessions were in, for the sessionizer to offer again. */
export interface RecentDirs {
  /** A session was made there. */
  note(dir: string): void;
}

/** Keeps them in a private file, the latest first. A file that cannot be read counts as empty. */
export function keepRecentDirs(store: Store, path: string, log: Log): RecentDirs {
  let recent = read(path, log);
  let here: readonly string[] = [];

  function keep(dirs: readonly string[]): void {
    const next = withRecent(recent, dirs);
    if (next === recent) return;
    recent = next;
    try {
      writePrivate(path, `${JSON.stringify(recent, null, 2)}\n`);
    } catch (error) {
      log(`cannot keep ${path}: ${reason(error)}`);
    }
  }

  store.onChange((state, before) => {
    if (state.servers === before.servers && state.repositories === before.repositories) return;
    const places = placesOfWork(state);
    // What was there before is no news: it would push aside what came since.
    const fresh = places.filter((dir) => !here.includes(dir));
    here = places;
    if (fresh.length > 0) keep(fresh);
  });
  return { note: (dir) => keep([dir]) };
}

function read(path: string, log: Log): readonly string[] {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > fileBytesMax)
      throw new Error(`it has more than ${fileBytesMax} bytes`);
    const text = readIfThere(path);
    return text === null ? [] : Dirs.parse(JSON.parse(text)).slice(0, recentDirsMax);
  } catch (error) {
    log(`${path} counts as empty: ${reason(error)}`);
    return [];
  }
}
