import { plainPath } from './candidate.ts';

export const depthDefault = 2;
export const depthMax = 6;
const rootsMax = 16;
const defaultRoots = ['code', 'projects', 'src', 'work', 'dev'];

/** What a person set for the sessionizer. */
export interface Wanted {
  /** Where directories are looked for: absolute paths. Those of the default count only where they exist. */
  roots: readonly string[];
  isDefault: boolean;
  depth: number;
  /** Null takes fzf where there is one. */
  picker: 'own' | 'fzf' | null;
  /** What of it makes no sense, in one line for a person. */
  problem: string | null;
}

/** From the environment: `SESSIONIZER_DIR` (separated by `:`, `~` is the home), `SESSIONIZER_MAXDEPTH`, `OPENSESSIONS_PICKER`. */
export function wantedFrom(env: Readonly<Record<string, string | undefined>>, home: string): Wanted {
  const { SESSIONIZER_DIR: dirs = '', SESSIONIZER_MAXDEPTH: levels = '', OPENSESSIONS_PICKER: picker = '' } = env;
  const named = dirs.split(':').filter((dir) => dir !== '');
  const roots = named.flatMap((dir) => plainPath(expanded(dir, home)) ?? []);
  const depth = /^\d+$/.test(levels) ? Math.max(1, Math.min(depthMax, Number(levels))) : depthDefault;
  const problems = [
    ...(roots.length < named.length ? ['SESSIONIZER_DIR needs absolute paths'] : []),
    ...(levels !== '' && `${depth}` !== levels ? [`SESSIONIZER_MAXDEPTH is 1 to ${depthMax}`] : []),
    ...(['', 'own', 'fzf'].includes(picker) ? [] : ['OPENSESSIONS_PICKER is own or fzf']),
  ];
  return {
    roots: roots.length > 0 ? [...new Set(roots)].slice(0, rootsMax) : defaultRoots.map((name) => `${home}/${name}`),
    isDefault: roots.length === 0,
    depth,
    picker: picker === 'own' || picker === 'fzf' ? picker : null,
    problem: problems[0] ?? null,
  };
}

/** `~` at the start as the home directory. */
export function expanded(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
}
