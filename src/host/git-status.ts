import { spawn } from 'node:child_process';

export const statusBytesMax = 64 * 1024;

/** What only git itself can say; null where it says nothing. */
export interface GitStatus {
  /** Branch by its own account: HEAD does not name it where refs are kept in another format. */
  head: string | null;
  /** The upstream branch, `origin/main`. */
  upstream: string | null;
  ahead: number | null;
  behind: number | null;
  dirty: boolean;
}

export type GitAnswer = GitStatus | 'slow' | 'unknown';

/**
 * Anybody's repository comes here, and its configuration can name programs: the file system monitor's is not run, nothing is
 * fetched, no lock is taken. What a filter of the repository runs ends with git.
 */
const argv = [
  '--no-optional-locks',
  '-c',
  'core.fsmonitor=false',
  'status',
  '--porcelain=v2',
  '--branch',
  '--no-renames',
  '--ignore-submodules=dirty',
];

/** What names a repository, `git rev-parse --local-env-vars` (2.39): of where the daemon was started, not of this one. */
const localVariables = new Set(
  [
    'ALTERNATE_OBJECT_DIRECTORIES CONFIG CONFIG_PARAMETERS CONFIG_COUNT OBJECT_DIRECTORY DIR WORK_TREE IMPLICIT_WORK_TREE',
    'GRAFT_FILE INDEX_FILE NO_REPLACE_OBJECTS REPLACE_REF_BASE PREFIX SHALLOW_FILE COMMON_DIR',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `GIT_${name}`),
);

/** Runs `git status` in a working tree; ended, with all that it started, after `millisMax`, or as soon as all is known. */
export function gitStatus(root: string, millisMax: number): Promise<GitAnswer> {
  const inherited = Object.entries(process.env).filter(([name]) => !localVariables.has(name));
  const env = { ...Object.fromEntries(inherited), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' };
  return new Promise((resolve) => {
    // Detached: a process group of its own, which can be ended as a whole.
    const child = spawn('git', argv, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    let answer: GitAnswer | undefined;
    const end = (what: GitAnswer) => {
      answer = what;
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const timer = setTimeout(() => end('slow'), millisMax);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      if (answer !== undefined) return;
      output += chunk;
      const status = parseStatus(output.slice(0, output.lastIndexOf('\n') + 1));
      // Headers come first, and one entry is as good as a thousand.
      if (status.dirty) end(status);
      else if (output.length > statusBytesMax) end('unknown');
    });
    child.once('error', () => {
      clearTimeout(timer);
      resolve('unknown');
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(answer ?? (code === 0 ? parseStatus(output) : 'unknown'));
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile; macOS says EPERM of a group of zombies.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** Whole lines of `git status --porcelain=v2 --branch`, git-status(1). */
export function parseStatus(output: string): GitStatus {
  const lines = output.split('\n');
  const header = (name: string) =>
    lines.find((line) => line.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length) ?? null;
  const [, ahead, behind] = /^\+(\d+) -(\d+)$/.exec(header('ab') ?? '') ?? [];
  const head = header('head');
  return {
    head: head === '(detached)' ? null : head,
    upstream: header('upstream'),
    ahead: ahead === undefined ? null : Number(ahead),
    behind: behind === undefined ? null : Number(behind),
    dirty: lines.some((line) => line !== '' && !line.startsWith('#')),
  };
}
