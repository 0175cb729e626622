import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { World } from '../support/world.ts';

/** Hashes of commits are made of these, too. */
const made = {
  GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z',
};

const gitConfig = `[user]
	name = Ada
	email = ada@example.com
[init]
	defaultBranch = main
[core]
	pager = cat
[color]
	ui = always
[advice]
	detachedHead = false
`;

const before = `export async function login(name: string, password: string) {
  const user = await users.find(name);
  if (user === null) return null;
  if (!(await verify(user.hash, password))) return null;
  return createSession(user);
}
`;

const after = `export async function login(name: string, password: string) {
  if (await attempts.exceeded(name)) throw new TooManyAttempts(name);
  const user = await users.find(name);
  const hash = user?.hash ?? decoyHash;
  if (!(await verify(hash, password))) return attempts.count(name);
  return createSession(user);
}
`;

export function writeGitConfig(world: World): void {
  writeFileSync(join(world.home, '.gitconfig'), gitConfig);
}

/** A repository in `~/code` with a commit on `main`; returns its directory. */
export async function repository(world: World, name: string): Promise<string> {
  const dir = join(world.home, 'code', name);
  mkdirSync(dir, { recursive: true });
  await git(world, dir, 'init', '--quiet');
  write(dir, 'README.md', `# ${name}\n`);
  await commit(world, dir, 'Begin');
  return dir;
}

/** The one with work in it: a branch that is two commits ahead, and a change that is not committed. */
export async function busyRepository(world: World, name: string): Promise<string> {
  const dir = await repository(world, name);
  const origin = join(world.home, 'origins', name);
  await git(world, dir, 'init', '--quiet', '--bare', origin);
  write(dir, 'src/login.ts', before);
  await commit(world, dir, 'Sessions survive a restart');
  await git(world, dir, 'checkout', '--quiet', '-b', 'feat/auth');
  await git(world, dir, 'remote', 'add', 'origin', origin);
  await git(world, dir, 'push', '--quiet', '-u', 'origin', 'feat/auth');
  write(dir, 'src/attempts.ts', 'export const attempts = new Map<string, number>();\n');
  await commit(world, dir, 'Count failed logins');
  write(dir, 'src/errors.ts', 'export class TooManyAttempts extends Error {}\n');
  await commit(world, dir, 'Too many attempts are an error');
  write(dir, 'src/login.ts', after);
  return dir;
}

async function commit(world: World, dir: string, message: string): Promise<void> {
  await git(world, dir, 'add', '--all');
  await git(world, dir, 'commit', '--quiet', '--message', message);
}

/** @throws Error when git fails */
async function git(world: World, dir: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await world.run('git', ['-C', dir, ...args], made);
  if (code !== 0) throw new Error(`git ${args.join(' ')}: exit code ${code}: ${stderr}`);
}

function write(dir: string, file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
