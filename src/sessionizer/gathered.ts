import { type Candidate, type Kind, kinds, ofDir, plainPath } from './candidate.ts';

/** Directories that are offered at most; what is found after that is left out. */
export const dirsMax = 5000;

/** What has been found so far. */
export interface Gathered {
  readonly sessions: readonly Candidate[];
  /** Directories of sessions: these are offered as sessions. */
  readonly taken: ReadonlySet<string>;
  readonly dirs: ReadonlyMap<Kind, readonly string[]>;
}

export function withDirs(gathered: Gathered, kind: Exclude<Kind, 'session'>, found: readonly string[]): Gathered {
  const room = dirsMax - countDirs(gathered);
  const plain = found.flatMap((dir) => plainPath(dir) ?? []).slice(0, Math.max(0, room));
  if (plain.length === 0) return gathered;
  return { ...gathered, dirs: new Map(gathered.dirs).set(kind, [...(gathered.dirs.get(kind) ?? []), ...plain]) };
}

export function withoutDirs(gathered: Gathered, kind: Exclude<Kind, 'session'>, gone: ReadonlySet<string>): Gathered {
  const left = (gathered.dirs.get(kind) ?? []).filter((dir) => !gone.has(dir));
  return { ...gathered, dirs: new Map(gathered.dirs).set(kind, left) };
}

export function countDirs({ dirs }: Gathered): number {
  return [...dirs.values()].reduce((sum, { length }) => sum + length, 0);
}

/** All of it, in the order in which it is offered, each directory once. */
export function candidatesOf({ sessions, taken, dirs }: Gathered, home: string): Candidate[] {
  const seen = new Set(taken);
  const places = kinds.flatMap((kind) =>
    kind === 'session'
      ? []
      : (dirs.get(kind) ?? []).flatMap((dir) => {
          if (seen.has(dir)) return [];
          seen.add(dir);
          return [ofDir(kind, dir, home)];
        }),
  );
  return [...sessions, ...places];
}
