import type { Git } from '../../protocol/git.ts';
import { drawable } from '../text.ts';

const countMax = 99;

/** `↑2 ↓1`; empty where the branch is where its upstream is, or has none. */
export function aheadBehind({ ahead, behind }: Git): string {
  return [count('↑', ahead), count('↓', behind)].filter((one) => one !== '').join(' ');
}

function count(arrow: string, commits: number | null): string {
  return commits === null || commits <= 0 ? '' : `${arrow}${commits > countMax ? `${countMax}+` : commits}`;
}

/** `api` for `/code/api` and `/code/api.git`. */
export function repositoryName(path: string): string {
  return drawable(path.slice(path.lastIndexOf('/') + 1).replace(/\.git$/, ''));
}
