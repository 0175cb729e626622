import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isMissing } from './files.ts';

/** What is told within this time is told at once. */
const gatherMillis = 5;
/** How long after the system refused a watch (too many of them, say) it is asked again. */
const retryMillis = 5000;
/** Ancestors may come and go while they are looked at; then the next try waits. */
const attemptsMax = 10;
/** macOS tells nothing of what is appended through a descriptor that stays open. */
const macosPollMillis = 1000;

export interface Watch {
  close(): Promise<void>;
}

/** Names of a directory's children that may have changed; null when anything may have. Of a file always null. */
export type Changed = ReadonlySet<string> | null;

/**
 * Tells that a file, or a directory's direct children, may have changed: created, written, replaced, touched, removed. The
 * path need not exist, and may vanish and come back: meanwhile its nearest existing ancestor is watched. It is told once at
 * the start when the path exists. Nothing is polled, but the size and time of a *file* on macOS.
 *
 * Watches directories only: one that is held on a file stays with the old file when another is moved over it. The parent
 * of what is watched is watched too, since nobody tells a directory that a new one has taken its name.
 */
export function watchPath(
  path: string,
  onChange: (changed: Changed) => void,
  onProblem: (error: unknown) => void,
): Watch {
  let watchers: FSWatcher[] = [];
  let names: Set<string> | null = new Set();
  let gathering: NodeJS.Timeout | undefined;
  let retrying: NodeJS.Timeout | undefined;
  let polled = fingerprint(path);
  let closed = false;

  const tell = () => {
    gathering = undefined;
    const changed = names;
    names = new Set();
    onChange(changed);
  };
  const changed = (name: string | null) => {
    if (closed) return;
    if (name === null) names = null;
    else names?.add(name);
    gathering ??= setTimeout(tell, gatherMillis);
  };
  const release = () => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  const later = () => {
    release();
    retrying ??= setTimeout(() => {
      retrying = undefined;
      anchor();
      changed(null);
    }, retryMillis).unref();
  };
  const failed = (error: unknown) => {
    if (closed) return;
    onProblem(error);
    later();
  };
  const follow = (dir: string, onName: (event: string, name: string | null) => void) => {
    const watcher = watch(dir, { persistent: false }, onName).on('error', failed);
    watchers.push(watcher);
  };
  const again = () => {
    if (closed) return;
    anchor();
    changed(null);
  };
  const followParent = (dir: string) => {
    const parent = dirname(dir);
    if (parent === dir) return;
    // Under its own name it tells that it was moved or removed itself.
    const moved = [basename(dir), basename(parent)];
    try {
      follow(parent, (event, name) => event === 'rename' && (name === null || moved.includes(name)) && again());
    } catch (error) {
      // Of a parent that may not be read (`/home`, say) we cannot ask it; only its own moves stay unseen.
      if (!isForbidden(error)) throw error;
    }
  };

  /** Watches the deepest directory that exists on the way to the path. */
  function anchor(): void {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      release();
      const dir = deepestDirectory(path);
      const next = relative(dir, path).split(sep)[0] ?? '';
      const isParent = next !== '' && join(dir, next) === path;
      try {
        followParent(dir);
        follow(dir, (event, name) => {
          const gone = event === 'rename' && name === basename(dir);
          if (gone || name === null) again();
          else if (next === '') changed(name);
          else if (name !== next) return;
          else if (isParent && !isDirectory(path)) changed(null);
          else again();
        });
      } catch (error) {
        if (isMissing(error)) continue;
        failed(error);
        return;
      }
      // What came between the look and the watch was told to nobody.
      if (deepestDirectory(path) === dir) return;
    }
    later();
  }

  const poll =
    process.platform === 'darwin'
      ? setInterval(() => {
          const before = polled;
          polled = fingerprint(path);
          if (polled !== before) changed(null);
        }, macosPollMillis).unref()
      : undefined;

  anchor();
  if (look(path) !== undefined) changed(null);
  return {
    close: async () => {
      closed = true;
      clearTimeout(gathering);
      clearTimeout(retrying);
      clearInterval(poll);
      release();
    },
  };
}

function deepestDirectory(path: string): string {
  for (let dir = path; ; dir = dirname(dir)) if (dirname(dir) === dir || isDirectory(dir)) return dir;
}

function isDirectory(path: string): boolean {
  return look(path)?.isDirectory() ?? false;
}

/** Changes whenever a file does that is not a directory; empty while there is none. */
function fingerprint(path: string): string {
  const stats = look(path);
  return stats?.isFile() ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : '';
}

/** A path that may not be looked at counts as one that is not there: its nearest readable ancestor is watched. */
function look(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
