import type { Kind } from './candidate.ts';
import { existing, findDirs } from './directories.ts';
import { countDirs, dirsMax, type Gathered, withDirs, withoutDirs } from './gathered.ts';
import type { Wanted } from './wanted.ts';
import { worktreesOf } from './worktrees.ts';
import { zoxideDirs } from './zoxide.ts';

export interface Gather {
  start: Gathered;
  /** Directories that sessions were in, the latest first. */
  recent: readonly string[];
  /** Directory of the session that one is in. */
  here: string | null;
  home: string;
  wanted: Pick<Wanted, 'roots' | 'isDefault' | 'depth'>;
  signal: AbortSignal;
  /** There is more than before, or less. */
  onChange: (gathered: Gathered) => void;
}

/** Asks everybody who knows directories, side by side; resolves when all have answered or were given up. */
export async function gather({ start, recent, here, home, wanted, signal, onChange }: Gather): Promise<void> {
  let gathered = start;
  const set = (next: Gathered) => {
    if (next === gathered || signal.aborted) return;
    gathered = next;
    onChange(next);
  };
  // To what is known when they are there: others go on finding meanwhile.
  const add = (kind: Exclude<Kind, 'session'>, dirs: readonly string[]) => set(withDirs(gathered, kind, dirs));
  add('recent', recent);

  async function dropGone(): Promise<void> {
    const found = await existing(recent, signal);
    if (found === null) return;
    const gone = new Set(recent.filter((dir) => !found.has(dir)));
    if (gone.size > 0) set(withoutDirs(gathered, 'recent', gone));
  }

  async function worktrees(): Promise<void> {
    if (here !== null) add('worktree', await worktreesOf(here, signal));
  }

  async function below(): Promise<void> {
    const { roots, depth } = await rootsOf(wanted, home, signal);
    await findDirs({
      roots,
      depth,
      signal,
      onDirs(dirs) {
        add('dir', dirs);
        return countDirs(gathered) < dirsMax;
      },
    });
  }

  async function zoxide(): Promise<void> {
    add('zoxide', await zoxideDirs(signal));
  }

  await Promise.all([dropGone(), worktrees(), below(), zoxide()]);
}

/** Where none of the usual directories is there, the home's children have to do. */
async function rootsOf(
  { roots, isDefault, depth }: Gather['wanted'],
  home: string,
  signal: AbortSignal,
): Promise<{ roots: readonly string[]; depth: number }> {
  if (!isDefault) return { roots, depth };
  const found = await existing(roots, signal);
  const there = roots.filter((root) => found?.has(root));
  return there.length > 0 ? { roots: there, depth } : { roots: [home], depth: 1 };
}
