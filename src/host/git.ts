import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Git } from '../protocol/git.ts';
import { findGit, type GitHead, type GitPlace, readHead, worktreeOf } from './git-files.ts';
import type { GitStatus } from './git-status.ts';
import type { GitStatuses } from './git-statuses.ts';

/** What says, in a repository's own directory, that something has changed. */
const telling = new Set([
  'HEAD',
  'index',
  'ORIG_HEAD',
  'FETCH_HEAD',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'BISECT_LOG',
  'rebase-merge',
  'rebase-apply',
  'packed-refs',
]);

export interface GitWatch {
  /** Looks again at all of it: somebody has come here, or wants to know. */
  look(): void;
  /** The same where no repository was found, from files alone. */
  seek(): void;
  close(): void;
}

export interface GitWatchOptions {
  statuses: GitStatuses;
  /** Null outside a repository. At first from files alone; again when git has answered, and after each change. */
  onGit: (git: Git | null) => void;
  onProblem: (error: Error) => void;
}

/**
 * Tells what is checked out where `dir` lies, and how it stands. HEAD, refs and what is in progress are read and watched as
 * files; `git status` runs at the first look, when one of them or the index changes, and on `look`. Where the system refuses
 * to watch (Linux: `fs.inotify.max_user_watches`), `onProblem` hears why and things are told once.
 */
export function watchGit(dir: string, { statuses, onGit, onProblem }: GitWatchOptions): GitWatch {
  const watches = new Map<string, FSWatcher>();
  let place: GitPlace | null = null;
  let head: GitHead | null = null;
  let status: GitStatus | null = null;
  let asked: Promise<GitStatus | null> | undefined;
  let told: Git | null | undefined;
  let reading = false;
  let again = false;
  let refused = false;
  let closed = false;

  async function look(): Promise<void> {
    again = true;
    if (reading) return;
    reading = true;
    while (again && !closed) {
      again = false;
      await read();
    }
    reading = false;
  }

  async function read(): Promise<void> {
    const found = await findGit(dir);
    if (found?.root !== place?.root) status = null;
    place = found;
    follow();
    head = found === null ? null : await readHead(found);
    // Which branch it is decides whose changes tell of it.
    follow();
    tell();
    if (found !== null) askStatus(found.root);
  }

  function askStatus(root: string): void {
    if (closed) return;
    const answer = statuses.ask(root);
    if (answer === asked) return;
    asked = answer;
    void answer.then((said) => {
      if (closed || place?.root !== root) return;
      status = said;
      follow();
      tell();
    });
  }

  function tell(): void {
    const git = place === null || head === null ? null : compose(place, head, status);
    if (closed || isDeepStrictEqual(git, told)) return;
    told = git;
    onGit(git);
  }

  /** Watches what is to be watched now, and no more. */
  function follow(): void {
    const wanted = closed || place === null ? new Set<string>() : directories(place, head, status);
    for (const [path, watcher] of watches) {
      if (wanted.has(path)) continue;
      watches.delete(path);
      watcher.close();
    }
    for (const path of wanted) if (!watches.has(path)) open(path, path !== place?.gitDir && path !== place?.commonDir);
  }

  function open(path: string, isRefs: boolean): void {
    const problem = (error: unknown) => {
      watches.get(path)?.close();
      watches.delete(path);
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // A branch without a loose ref has no directory, and any directory may go.
      if (code === 'ENOENT' || code === 'ENOTDIR' || refused) return;
      refused = true;
      onProblem(error instanceof Error ? error : new Error(String(error)));
    };
    try {
      const watcher = watch(path, { persistent: false }, (_, name) => {
        const isGone = name === basename(path);
        if (name !== null && !isGone && !(isRefs ? !name.endsWith('.lock') : telling.has(name))) return;
        // A watch dies with its directory, also when that comes again.
        if (isGone) {
          watches.get(path)?.close();
          watches.delete(path);
        }
        void look();
      });
      watcher.on('error', problem);
      watches.set(path, watcher);
    } catch (error) {
      problem(error);
    }
  }

  void look();
  return {
    look: () => void look(),
    seek: () => {
      if (place === null) void look();
    },
    close() {
      closed = true;
      follow();
    },
  };
}

/** The repository's own, and those of the files that its branch and its upstream are. */
function directories({ gitDir, commonDir }: GitPlace, head: GitHead | null, status: GitStatus | null): Set<string> {
  const refs = [
    ...(head === null || head.branch === null || head.detached ? [] : [`refs/heads/${head.branch}`]),
    ...(status === null || status.upstream === null ? [] : [`refs/remotes/${status.upstream}`]),
  ];
  return new Set([gitDir, commonDir, ...refs.map((ref) => dirname(join(commonDir, ref)))]);
}

function compose(place: GitPlace, head: GitHead, status: GitStatus | null): Git {
  return {
    root: place.root,
    branch: head.branch ?? status?.head ?? null,
    detached: head.detached,
    operation: head.operation,
    dirty: status?.dirty ?? null,
    ahead: status?.ahead ?? null,
    behind: status?.behind ?? null,
    worktreeOf: worktreeOf(place),
  };
}
