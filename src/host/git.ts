import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { watch } from 'chokidar';

const headBytesMax = 4096;
const levelsMax = 64;

export interface BranchWatch {
  close(): Promise<void>;
}

/**
 * Tells the branch that is checked out where `dir` lies, now and after each change, without a process: HEAD is read and
 * watched as a file. A detached HEAD gives the first seven characters of its commit, no repository gives null. Where the
 * system refuses to watch (Linux: `fs.inotify.max_user_watches`), `onProblem` hears why and the branch is told once.
 */
export function watchBranch(
  dir: string,
  onBranch: (branch: string | null) => void,
  onProblem: (error: Error) => void,
): BranchWatch {
  let closed = false;
  const watching = (async () => {
    const head = await headFile(dir);
    const tell = async () => {
      const branch = head === null ? null : await readBranch(head);
      if (!closed) onBranch(branch);
    };
    await tell();
    if (head === null || closed) return undefined;
    // git replaces HEAD by renaming: the watch is on the name, not on the file. What changed before it stood is told then.
    return watch(head, { ignoreInitial: true, persistent: false })
      .on('all', () => void tell())
      .on('ready', () => void tell())
      .on('error', (error) => onProblem(error instanceof Error ? error : new Error(String(error))));
  })();
  return {
    async close() {
      closed = true;
      await (await watching)?.close();
    },
  };
}

/** HEAD of the repository or worktree around `dir`; in a worktree `.git` is a file that says where. */
async function headFile(dir: string): Promise<string | null> {
  let at = dir;
  for (let level = 0; level < levelsMax; level += 1) {
    const git = join(at, '.git');
    const found = await stat(git).catch(() => null);
    if (found?.isDirectory()) return join(git, 'HEAD');
    if (found?.isFile()) {
      const target = /^gitdir: (.+)$/m.exec(await readStart(git))?.[1];
      return target === undefined ? null : join(resolve(at, target.trim()), 'HEAD');
    }
    if (dirname(at) === at) return null;
    at = dirname(at);
  }
  return null;
}

/** A branch's name has no blanks and no controls (git-check-ref-format), and `.invalid` only says that it is kept elsewhere. */
async function readBranch(head: string): Promise<string | null> {
  const content = (await readStart(head)).trim();
  const branch = /^ref: refs\/heads\/((?!\.)[^\u0000-\u0020\u007f-\u009f]+)$/.exec(content)?.[1];
  if (branch !== undefined) return branch;
  return /^[0-9a-f]{40,64}$/.test(content) ? content.slice(0, 7) : null;
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
