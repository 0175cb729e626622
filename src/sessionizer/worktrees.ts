import { records } from './records.ts';

const bytesMax = 512 * 1024;
const millisMax = 3000;
const worktreesMax = 500;

/** The working trees of the repository around a directory, the main one first; none outside a repository and without git. */
export async function worktreesOf(dir: string, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  // What a shell says of its own repository is not about this one; the monitor could be a program of anybody's.
  const clean = ['env', '-u', 'GIT_DIR', '-u', 'GIT_WORK_TREE', '-u', 'GIT_COMMON_DIR'] as const;
  const git = ['git', '-C', dir, '-c', 'core.fsmonitor=false', 'worktree', 'list', '--porcelain'];
  await records([...clean, ...git], {
    separator: '\n',
    bytesMax,
    millisMax,
    signal,
    onRecords: (more) => lines.push(...more),
  });
  return parseWorktrees(lines);
}

/** Lines of `git worktree list --porcelain`, git-worktree(1). Bare ones and those that are gone are left out. */
export function parseWorktrees(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (line.startsWith('worktree ')) found.push(line.slice('worktree '.length));
    else if (line === 'bare' || /^prunable\b/.test(line)) found.pop();
  }
  return found.slice(0, worktreesMax);
}
