import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GitWatch, watchGit } from '../../../src/host/git.ts';
import { gitStatus, parseStatus } from '../../../src/host/git-status.ts';
import { gitStatuses } from '../../../src/host/git-statuses.ts';
import type { Git } from '../../../src/protocol/git.ts';
import { until } from '../../support/until.ts';

const millisMax = 10_000;
let root: string;
let repository: string;
const open: GitWatch[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'os-git-'));
  repository = join(root, 'repo');
  git(root, 'init', '-q', '-b', 'main', 'repo');
  write('a', 'one');
  git(repository, 'add', '.');
  git(repository, 'commit', '-q', '-m', 'first');
});

afterEach(() => {
  for (const watch of open.splice(0)) watch.close();
  rmSync(root, { recursive: true, force: true });
});

function git(dir: string, ...args: string[]): string {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@x', '-c', 'protocol.file.allow=always'];
  const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_EDITOR: 'true' };
  return execFileSync('git', [...who, ...args], { cwd: dir, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function write(name: string, content: string, dir = repository): void {
  writeFileSync(join(dir, name), content);
}

/** What was told, the newest last. */
function watching(dir: string): { told: (Git | null)[]; watch: GitWatch; settled(): Promise<Git> } {
  const told: (Git | null)[] = [];
  const watch = watchGit(dir, {
    statuses: gitStatuses(millisMax),
    onGit: (git) => told.push(git),
    onProblem(error) {
      throw error;
    },
  });
  open.push(watch);
  return {
    told,
    watch,
    async settled() {
      return until(() => {
        const last = told.at(-1);
        return last != null && last.dirty !== null && last;
      }, 'the status');
    },
  };
}

const isKnown = (told: readonly (Git | null)[], known: Partial<Git>, what: string) =>
  until(
    () => Object.entries(known).every(([name, value]) => Reflect.get(told.at(-1) ?? {}, name) === value),
    `${what}: ${JSON.stringify(known)}`,
  );

describe('how a repository stands', () => {
  test('clean, without an upstream', async () => {
    expect(await watching(repository).settled()).toEqual({
      root: repository,
      branch: 'main',
      detached: false,
      operation: null,
      dirty: false,
      ahead: null,
      behind: null,
      worktreeOf: null,
    });
  });

  test('dirty by a changed file, by a new one, by one in the index', async () => {
    const { told, watch } = watching(repository);
    await isKnown(told, { dirty: false }, 'clean');
    write('a', 'other');
    watch.look();
    await isKnown(told, { dirty: true }, 'after a look: a changed file tells nobody');
    git(repository, 'checkout', '-q', '--', 'a');
    await isKnown(told, { dirty: false }, 'the index was written');
    write('b', '');
    git(repository, 'add', 'b');
    await isKnown(told, { dirty: true }, 'the index was written');
    git(repository, 'commit', '-q', '-m', 'second');
    await isKnown(told, { dirty: false }, 'committed');
  });

  test('ahead and behind its upstream, and none after a push', async () => {
    git(root, 'clone', '-q', 'repo', 'clone');
    const clone = join(root, 'clone');
    const { told } = watching(clone);
    await isKnown(told, { ahead: 0, behind: 0 }, 'a fresh clone');
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'mine');
    await isKnown(told, { ahead: 1, behind: 0 }, 'a commit');
    git(repository, 'commit', '-q', '--allow-empty', '-m', 'theirs');
    git(clone, 'fetch', '-q');
    await isKnown(told, { ahead: 1, behind: 1 }, 'a fetch');
    git(repository, 'config', 'receive.denyCurrentBranch', 'ignore');
    git(clone, 'push', '-q', '--force');
    await isKnown(told, { ahead: 0, behind: 0 }, 'a push');
  });

  test('in a rebase that waits, on its branch, until it is given up', async () => {
    git(repository, 'checkout', '-q', '-b', 'topic');
    write('a', 'two');
    git(repository, 'commit', '-qam', 'two');
    git(repository, 'checkout', '-q', 'main');
    write('a', 'three');
    git(repository, 'commit', '-qam', 'three');
    git(repository, 'checkout', '-q', 'topic');
    const { told } = watching(repository);
    await isKnown(told, { branch: 'topic', operation: null, dirty: false }, 'before');
    expect(() => git(repository, 'rebase', '-q', 'main')).toThrow();
    await isKnown(told, { branch: 'topic', detached: false, operation: 'rebase', dirty: true }, 'the conflict');
    git(repository, 'rebase', '--abort');
    await isKnown(told, { branch: 'topic', operation: null, dirty: false }, 'given up');
    expect(() => git(repository, 'merge', '-q', 'main')).toThrow();
    await isKnown(told, { operation: 'merge', dirty: true }, 'a merge');
  });

  test('detached', async () => {
    git(repository, 'checkout', '-q', '--detach');
    const commit = git(repository, 'rev-parse', 'HEAD').slice(0, 7);
    expect(await watching(repository).settled()).toMatchObject({ branch: commit, detached: true });
  });

  test('a worktree says whose it is; a submodule is none', async () => {
    git(repository, 'worktree', 'add', '-q', '-b', 'wt', '../linked');
    expect(await watching(join(root, 'linked')).settled()).toMatchObject({ branch: 'wt', worktreeOf: repository });
    git(root, 'init', '-q', '-b', 'main', 'outer');
    git(join(root, 'outer'), 'submodule', '--quiet', 'add', repository, 'inner');
    const inner = join(root, 'outer', 'inner');
    expect(await watching(inner).settled()).toMatchObject({ root: inner, branch: 'main', worktreeOf: null });
  });

  test('worktrees of a bare repository, beside and around it', async () => {
    git(root, 'clone', '-q', '--bare', 'repo', 'plain.git');
    git(join(root, 'plain.git'), 'worktree', 'add', '-q', '../w1', 'main');
    expect((await watching(join(root, 'w1')).settled()).worktreeOf).toBe(join(root, 'plain.git'));
    git(root, 'clone', '-q', '--bare', 'repo', 'project/.bare');
    git(join(root, 'project', '.bare'), 'worktree', 'add', '-q', '../main', 'main');
    expect((await watching(join(root, 'project', 'main')).settled()).worktreeOf).toBe(join(root, 'project'));
  });

  test('a repository that vanishes and one that comes', async () => {
    const { told, watch } = watching(repository);
    await isKnown(told, { dirty: false }, 'there');
    renameSync(join(repository, '.git'), join(root, 'kept'));
    watch.look();
    await until(() => told.at(-1) === null, 'gone');
    renameSync(join(root, 'kept'), join(repository, '.git'));
    watch.seek();
    await isKnown(told, { branch: 'main', dirty: false }, 'there again');
    rmSync(repository, { recursive: true });
    await until(() => told.at(-1) === null, 'gone with its directory, by itself');
  });
});

describe('git is asked', () => {
  test('only about itself: variables of another repository mean nothing', async () => {
    process.env['GIT_DIR'] = join(root, 'nowhere');
    try {
      expect(await gitStatus(repository, millisMax)).toMatchObject({ head: 'main', dirty: false });
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  test('without running what the repository names as its file system monitor', async () => {
    write('monitor', `#!/bin/sh\ntouch '${join(root, 'ran')}'\n`, root);
    execFileSync('chmod', ['+x', join(root, 'monitor')]);
    git(repository, 'config', 'core.fsmonitor', join(root, 'monitor'));
    git(repository, 'status');
    expect(existsSync(join(root, 'ran')), 'the trap works').toBe(true);
    rmSync(join(root, 'ran'));
    expect(await gitStatus(repository, millisMax)).toMatchObject({ head: 'main' });
    expect(existsSync(join(root, 'ran'))).toBe(false);
  });

  test('no longer than its time, and what it started ends with it', async () => {
    makeSlow();
    expect(await gitStatus(repository, 300)).toBe('slow');
    const pid = Number(execFileSync('cat', [join(root, 'filter')], { encoding: 'utf8' }));
    expect(pid).toBeGreaterThan(1);
    await until(() => !existsSync(`/proc/${pid}`), 'the filter to be gone');
  });

  test('not again soon where it is slow, but when somebody insists', async () => {
    makeSlow();
    const statuses = gitStatuses(300);
    expect(await statuses.ask(repository)).toBe(null);
    git(repository, 'config', '--unset', 'filter.slow.clean');
    expect(await statuses.ask(repository)).toBe(null);
    statuses.forget();
    expect(await statuses.ask(repository)).toMatchObject({ dirty: true });
  });

  test('once for many wishes, and once more for those that come while it runs', async () => {
    const statuses = gitStatuses(millisMax);
    const first = statuses.ask(repository);
    expect(statuses.ask(repository)).toBe(first);
    const other = statuses.ask(root);
    expect(other).not.toBe(first);
    expect(await first).toMatchObject({ head: 'main', dirty: false });
    expect(await other).toBe(null);
    write('b', '');
    expect(await statuses.ask(repository)).toMatchObject({ dirty: true });
  });

  /** A changed file of the same size has to be read, and its filter takes a minute. */
  function makeSlow(): void {
    write('.gitattributes', '* filter=slow\n');
    git(repository, 'add', '.');
    git(repository, 'commit', '-q', '-m', 'attributes');
    git(repository, 'config', 'filter.slow.clean', `echo $$ > '${join(root, 'filter')}'; exec sleep 60`);
    write('a', 'two');
    utimesSync(join(repository, 'a'), 1, 1);
  }
});

test('a status is read, whatever else stands in it', () => {
  const headers = '# branch.oid 1\n# branch.head feat/x\n# branch.upstream origin/x\n# branch.ab +2 -13\n';
  const status = { head: 'feat/x', upstream: 'origin/x', ahead: 2, behind: 13 };
  expect(parseStatus(headers)).toEqual({ ...status, dirty: false });
  expect(parseStatus(`${headers}# stash 3\n`)).toEqual({ ...status, dirty: false });
  expect(parseStatus(`${headers}? new\n`)).toEqual({ ...status, dirty: true });
  expect(parseStatus('# branch.oid (initial)\n# branch.head (detached)\n')).toEqual({
    head: null,
    upstream: null,
    ahead: null,
    behind: null,
    dirty: false,
  });
});
