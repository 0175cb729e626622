import type { State } from './state.ts';

export const recentDirsMax = 100;

/** The directories with these in front, each once; the same when nothing changes by it. */
export function withRecent(recent: readonly string[], dirs: readonly string[]): readonly string[] {
  const fresh = [...new Set(dirs)];
  if (fresh.every((dir, index) => recent[index] === dir)) return recent;
  const inFront = new Set(fresh);
  return [...fresh, ...recent.filter((dir) => !inFront.has(dir))].slice(0, recentDirsMax);
}

/**
 * Where sessions are, worth coming back to: the top of a working tree rather than a directory in it. What lies in a
 * repository is not told before git's files have been read.
 */
export function placesOfWork({ servers, repositories }: Pick<State, 'servers' | 'repositories'>): string[] {
  const dirs = [...servers.values()].flatMap((server) => [...server.dirs.values()]);
  const places = dirs.flatMap((dir) => {
    const git = repositories.get(dir);
    return git === undefined ? [] : [git?.root ?? dir];
  });
  return [...new Set(places)].filter((dir) => dir !== '/');
}
