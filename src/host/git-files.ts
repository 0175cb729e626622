import { constants } from 'node:fs';
import { lstat, open, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Git, GitOperation } from '../protocol/git.ts';

const headBytesMax = 4096;
const levelsMax = 64;

/** Where a repository keeps its files, gitrepository-layout(5). */
export interface GitPlace {
  /** Top of the working tree. */
  root: string;
  /** Its HEAD, its index, and what is in progress. */
  gitDir: string;
  /** Branches and configuration: the same, but in a linked worktree. */
  commonDir: string;
}

/** What files alone say. */
export type GitHead = Pick<Git, 'branch' | 'detached' | 'operation'>;

/** The repository or worktree around `dir`, null when there is none. In worktrees and submodules `.git` is a file that says where. */
export async function findGit(dir: string): Promise<GitPlace | null> {
  let root = dir;
  for (let level = 0; level < levelsMax; level += 1) {
    const git = join(root, '.git');
    const found = await stat(git).catch(() => null);
    // git passes over what only has the name.
    const isRepository = found?.isDirectory() && (await lstat(join(git, 'HEAD')).catch(() => null)) !== null;
    if (isRepository) return { root, gitDir: git, commonDir: git };
    if (found?.isFile()) {
      const target = /^gitdir: (.+)$/m.exec(await readStart(git))?.[1];
      if (target === undefined) return null;
      const gitDir = resolve(root, target.trim());
      const common = (await readStart(join(gitDir, 'commondir'))).trim();
      return { root, gitDir, commonDir: common === '' ? gitDir : resolve(gitDir, common) };
    }
    if (dirname(root) === root) return null;
    root = dirname(root);
  }
  return null;
}

/** The directory that a person knows the repository of a worktree by; a bare one in `.git` or `.bare` by what is around it. */
export function worktreeOf({ gitDir, commonDir }: GitPlace): string | null {
  if (gitDir === commonDir) return null;
  return basename(commonDir).startsWith('.') ? dirname(commonDir) : commonDir;
}

const markers: readonly (readonly [file: string, operation: GitOperation])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

export async function readHead({ gitDir }: GitPlace): Promise<GitHead> {
  const content = (await readStart(join(gitDir, 'HEAD'))).trim();
  const found = await Promise.all(markers.map(([file]) => stat(join(gitDir, file)).catch(() => null)));
  const operation = markers.find((_, index) => found[index] !== null)?.[1] ?? null;
  const branch = branchOf(content);
  if (branch !== null) return { branch, detached: false, operation };
  // A rebase detaches HEAD and keeps the branch's name aside.
  const rebased = operation === 'rebase' ? await rebasedBranch(gitDir) : null;
  if (rebased !== null) return { branch: rebased, detached: false, operation };
  const isCommit = /^[0-9a-f]{40,64}$/.test(content);
  return { branch: isCommit ? content.slice(0, 7) : null, detached: isCommit, operation };
}

async function rebasedBranch(gitDir: string): Promise<string | null> {
  const names = await Promise.all(
    ['rebase-merge', 'rebase-apply'].map((folder) => readStart(join(gitDir, folder, 'head-name'))),
  );
  return names.map((name) => branchOf(`ref: ${name.trim()}`)).find((branch) => branch !== null) ?? null;
}

/** A branch's name has no blanks and no controls (git-check-ref-format), and `.invalid` only says that it is kept elsewhere. */
function branchOf(content: string): string | null {
  return /^ref: refs\/heads\/((?!\.|.*\.\.)[^\u0000-\u0020\u007f-\u009f]+)$/.exec(content)?.[1] ?? null;
}

/**
 * A file's start; empty when it cannot be read, which a repository in the middle of a change may be. Anybody's repository
 * comes here: what is no regular file (a pipe would keep us waiting) counts as unreadable.
 */
async function readStart(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  try {
    if (file === null || !(await file.stat()).isFile()) return '';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytesMax), 0, headBytesMax, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file?.close();
  }
}
