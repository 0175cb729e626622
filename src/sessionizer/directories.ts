import { plainPath } from './candidate.ts';
import { records } from './records.ts';

const bytesMax = 4 * 1024 * 1024;
const millisMax = 10_000;
const existenceMillisMax = 2000;
/** Directories that one `find` begins at: their paths have to fit into its arguments. */
const startsMax = 200;

export interface FindDirs {
  /** Absolute paths. */
  roots: readonly string[];
  /** Levels below a root. */
  depth: number;
  signal: AbortSignal;
  /** What was found, level by level, by name within each directory. False ends the search. */
  onDirs: (dirs: readonly string[]) => boolean;
}

/**
 * Directories below the roots, but hidden ones and `node_modules`. Links to directories are found and not gone into, so
 * that a loop ends; a root may be one. Each root has `millisMax`, and one that hangs holds up no other.
 */
export async function findDirs({ roots, depth, signal, onDirs }: FindDirs): Promise<void> {
  const over = new AbortController();
  const ends = AbortSignal.any([signal, over.signal]);
  const tell = (dirs: readonly string[]) => {
    if (!ends.aborted && dirs.length > 0 && !onDirs(dirs)) over.abort();
  };
  await Promise.all(roots.map((root) => findBelow(root, depth, ends, tell)));
}

async function findBelow(
  root: string,
  depth: number,
  signal: AbortSignal,
  tell: (dirs: readonly string[]) => void,
): Promise<void> {
  const end = performance.now() + millisMax;
  let starts = [root];
  for (let level = 0; level < depth; level += 1) {
    const next: string[] = [];
    for (let index = 0; index < starts.length; index += startsMax) {
      const left = end - performance.now();
      if (signal.aborted || left <= 0) return;
      const { dirs, links, isWhole } = await childrenOf(starts.slice(index, index + startsMax), left, signal);
      tell(dirs);
      next.push(...dirs.filter((dir) => !links.has(dir)));
      if (!isWhole) return;
    }
    starts = next;
  }
}

interface Children {
  dirs: string[];
  links: ReadonlySet<string>;
  /** The search was not cut off. */
  isWhole: boolean;
}

/** POSIX has no way to say what a record is: a link is printed twice. */
const isDir = ['-type', 'd', '-print0'];
const isLink = ['-type', 'l', '-exec', 'test', '-d', '{}', ';', '-print0', '-print0'];
const isLeftOut = ['(', '-name', '.*', '-o', '-name', 'node_modules', ')', '-prune'];

async function childrenOf(starts: readonly string[], millis: number, signal: AbortSignal): Promise<Children> {
  const found = new Set<string>();
  const links = new Set<string>();
  const expression = ['-mindepth', '1', '-maxdepth', '1', ...isLeftOut, '-o', ...isDir, '-o', ...isLink];
  const ending = await records(['find', '-H', ...starts, ...expression], {
    separator: '\0',
    bytesMax,
    millisMax: millis,
    signal,
    onRecords(paths) {
      for (const path of paths.flatMap((one) => plainPath(one) ?? [])) (found.has(path) ? links : found).add(path);
    },
  });
  return { dirs: [...found].sort(), links, isWhole: typeof ending === 'object' };
}

/** Those of some paths that are directories; null when that could not be found out in time. */
export async function existing(paths: readonly string[], signal?: AbortSignal): Promise<Set<string> | null> {
  if (paths.length === 0) return new Set();
  const found = new Set<string>();
  const ending = await records(['find', '-H', ...paths, '-maxdepth', '0', '-type', 'd', '-print0'], {
    separator: '\0',
    bytesMax,
    millisMax: existenceMillisMax,
    ...(signal === undefined ? {} : { signal }),
    onRecords(dirs) {
      for (const dir of dirs) found.add(dir);
    },
  });
  return typeof ending === 'object' ? found : null;
}
