import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GitWatch, watchGit } from '../../../src/host/git.ts';
import { gitStatuses } from '../../../src/host/git-statuses.ts';
import type { Git } from '../../../src/protocol/git.ts';
import { until } from '../../support/until.ts';
import { projectRoot } from '../../support/world.ts';

let root: string;
let repository: string;
const open: { close(): void }[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'os-git-'));
  repository = join(root, 'repo');
  git(root, 'init', '-q', '-b', 'main', 'repo');
  git(repository, 'commit', '-q', '--allow-empty', '-m', 'first');
});

afterEach(() => {
  for (const watch of open.splice(0)) watch.close();
  rmSync(root, { recursive: true, force: true });
});

/** Real git, without the user's or the machine's configuration. */
function git(dir: string, ...args: string[]): string {
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'x'],
        [`GIT_${who}_EMAIL`, 'x@x'],
      ]),
    ),
  };
  return execFileSync('git', args, { cwd: dir, env, encoding: 'utf8' }).trim();
}

/** The branches that were told, oldest first. */
function watching(dir: string): (string | null)[] {
  const told: (string | null)[] = [];
  open.push(watch(dir, (git) => told.push(git?.branch ?? null)));
  return told;
}

function watch(dir: string, onGit: (git: Git | null) => void, statuses = gitStatuses()): GitWatch {
  return watchGit(dir, {
    statuses,
    onGit,
    onProblem(error) {
      throw error;
    },
  });
}

async function first(dir: string): Promise<string | null | undefined> {
  const told = watching(dir);
  await until(() => told.length > 0, 'the branch');
  return told[0];
}

describe('what is checked out', () => {
  test('in a repository, and below it', async () => {
    mkdirSync(join(repository, 'a', 'b'), { recursive: true });
    expect(await first(repository)).toBe('main');
    expect(await first(join(repository, 'a', 'b'))).toBe('main');
  });

  test('before the first commit', async () => {
    git(root, 'init', '-q', '-b', 'feat/new-things', 'fresh');
    expect(await first(join(root, 'fresh'))).toBe('feat/new-things');
  });

  test('a detached HEAD is the start of its commit', async () => {
    git(repository, 'checkout', '-q', '--detach');
    expect(await first(repository)).toBe(git(repository, 'rev-parse', 'HEAD').slice(0, 7));
  });

  test('a worktree has its own', async () => {
    git(repository, 'worktree', 'add', '-q', '-b', 'wt/fix', '../worktree');
    expect(await first(join(root, 'worktree'))).toBe('wt/fix');
    expect(await first(repository)).toBe('main');
  });

  test('a submodule-like .git file with a relative path is followed', async () => {
    renameSync(join(repository, '.git'), join(root, 'elsewhere'));
    writeFileSync(join(repository, '.git'), 'gitdir: ../elsewhere\n');
    expect(await first(repository)).toBe('main');
  });

  test.each([
    ['no repository', () => {}],
    ['a .git file that says nothing', (dir: string) => writeFileSync(join(dir, '.git'), 'x')],
    ['a .git file that points nowhere', (dir: string) => writeFileSync(join(dir, '.git'), 'gitdir: /nonexistent\n')],
    ['a HEAD that is no HEAD', (dir: string) => head(dir, 'hello')],
    ['a HEAD with control characters', (dir: string) => head(dir, 'ref: refs/heads/\x1b]0;x\x07')],
    ['a HEAD that stands in for a newer format', (dir: string) => head(dir, 'ref: refs/heads/.invalid')],
  ])('%s: none', async (_, make) => {
    const dir = join(root, 'plain');
    mkdirSync(dir);
    make(dir);
    expect(await first(dir)).toBe(null);
  });

  test('a .git without a HEAD is passed over, as git does', async () => {
    mkdirSync(join(repository, 'inner', '.git'), { recursive: true });
    expect(await first(join(repository, 'inner'))).toBe('main');
  });

  test('a directory that is gone has the branch of what is around it', async () => {
    expect(await first(join(repository, 'gone'))).toBe('main');
  });
});

function head(dir: string, content: string): void {
  mkdirSync(join(dir, '.git'));
  writeFileSync(join(dir, '.git', 'HEAD'), `${content}\n`);
}

describe('a change is noticed', () => {
  test('by git, again and again', async () => {
    const told = watching(repository);
    await until(() => told.at(-1) === 'main', 'the first branch');
    for (const branch of ['one', 'feat/two', 'three']) {
      git(repository, 'checkout', '-q', '-b', branch);
      await until(() => told.at(-1) === branch, branch);
    }
    git(repository, 'checkout', '-q', '--detach');
    await until(() => /^[0-9a-f]{7}$/.test(told.at(-1) ?? ''), 'the commit');
    git(repository, 'branch', '-m', 'main', 'renamed');
    git(repository, 'checkout', '-q', 'renamed');
    await until(() => told.at(-1) === 'renamed', 'the renamed branch');
  });

  test('when HEAD is replaced by another file', async () => {
    const told = watching(repository);
    await until(() => told.length > 0, 'the first branch');
    for (const branch of ['x', 'y']) {
      writeFileSync(join(repository, '.git', 'draft'), `ref: refs/heads/${branch}\n`);
      renameSync(join(repository, '.git', 'draft'), join(repository, '.git', 'HEAD'));
      await until(() => told.at(-1) === branch, branch);
    }
  });

  test('also in the moment before the watch stands', async () => {
    const told = watching(repository);
    await until(() => told.length > 0, 'the first branch');
    git(repository, 'checkout', '-q', '-b', 'at-once');
    await until(() => told.at(-1) === 'at-once', 'the branch');
  });

  test('but no more after the watch was closed', async () => {
    const told: (string | null)[] = [];
    watch(repository, (git) => told.push(git?.branch ?? null)).close();
    const before = told.length;
    git(repository, 'checkout', '-q', '-b', 'late');
    expect(await first(repository)).toBe('late');
    expect(told.length).toBe(before);
  });
});

test('a HEAD that is a pipe keeps nobody waiting', async () => {
  rmSync(join(repository, '.git', 'HEAD'));
  execFileSync('mkfifo', [join(repository, '.git', 'HEAD')]);
  expect(await first(repository)).toBe(null);
});

// A user namespace has a limit of its own that may be lowered.
const inNoWatches = ['-Ur', 'sh', '-c', 'echo 0 > /proc/sys/user/max_inotify_watches && exec "$@"', 'sh'];
const canLimit = spawnSync('unshare', [...inNoWatches, 'true']).status === 0;

test.skipIf(!canLimit)(
  'where no watch is to be had (needs user namespaces) the branch is told, and the problem',
  () => {
    const script = `
    import { watchGit } from ${JSON.stringify(join(projectRoot, 'src/host/git.ts'))};
    import { gitStatuses } from ${JSON.stringify(join(projectRoot, 'src/host/git-statuses.ts'))};
    watchGit(process.argv[1], {
      statuses: gitStatuses(),
      onGit: (git) => console.log(git.branch),
      onProblem: (error) => console.log(error.code),
    });
  `;
    const node = [process.execPath, '--input-type=module', '-e', script, repository];
    const { stdout } = spawnSync('unshare', [...inNoWatches, ...node], { encoding: 'utf8' });
    expect(new Set(stdout.trim().split('\n'))).toEqual(new Set(['main', 'ENOSPC']));
  },
);
