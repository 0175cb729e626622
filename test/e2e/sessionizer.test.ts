import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

const launcher = join(import.meta.dirname, '../../scripts/opensessions');
const own = { OPENSESSIONS_PICKER: 'own' };

function here(world: World, terminal: Client): Promise<string> {
  return world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name} #{session_path}');
}

/** A popup has all keys until its program has ended. */
async function closed(world: World): Promise<void> {
  const isOpen = async () => (await world.processes()).some(({ args }) => args.includes('sessionizer'));
  await until(async () => !(await isOpen()), 'that the popup has closed');
}

async function openPicker(world: World, terminal: Client): Promise<void> {
  await closed(world);
  if (!(await livePanes(world)).some(({ active }) => active)) await terminal.prefix('o', 's');
  await until(async () => (await livePanes(world)).some(({ active }) => active), 'the focus on the sidebar');
  await terminal.type('n');
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('n opens a popup; what is typed finds a directory, Enter makes its session there, and the next time goes to it', async () => {
  await using world = await World.create({ env: own });
  const code = join(world.home, 'code');
  for (const dir of ['api.v2', 'web', '.hidden', 'node_modules/x', 'group/api.v2'])
    await mkdir(join(code, dir), { recursive: true });
  await symlink('.', join(code, 'loop'));
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('~/code/web') && !screen.includes('searching'), 'the directories');
  expect(terminal.screen().text).not.toMatch(/hidden|node_modules|loop\/./);
  await terminal.type('code/api');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)) === `api_v2 ${code}/api.v2`, 'the session there');
  await closed(world);
  expect((await stat(world.paths.recentDirs)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(world.paths.recentDirs, 'utf8'))).toContain(`${code}/api.v2`);

  // The same last part: another name, and by the key.
  await terminal.prefix('o', 'c');
  await terminal.until((screen) => screen.includes('group/api.v2') && screen.includes('Esc close'), 'the popup');
  await terminal.type('group/api');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)) === `group/api_v2 ${code}/group/api.v2`, 'another session');
  const sessions = await world.tmux('list-sessions', '-F', '#{session_name}');

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('api_v2  ~/code/api.v2'), 'the session of the directory');
  await terminal.type(`${code}/api.v2`);
  await terminal.until((screen) => screen.includes('+ session in'), 'the directory as it was typed');
  await terminal.key('Up');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)) === `api_v2 ${code}/api.v2`, 'the session that it has');
  expect(await world.tmux('list-sessions', '-F', '#{session_name}')).toBe(sessions);
});

test('a new name makes a session here; a directory that is gone is told, and Esc changes nothing', async () => {
  await using world = await World.create({ env: own });
  const gone = join(world.home, 'code', 'gone');
  await mkdir(gone, { recursive: true });
  await world.newSession('a', { dir: world.home });
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('~/code/gone'), 'the directory');
  await rm(gone, { recursive: true });
  await terminal.type('gone');
  await terminal.key('Enter');
  await terminal.until((screen) => screen.includes('no directory'), 'that it is gone');
  await terminal.key('C-u');
  await terminal.type("-#(touch x)'q");
  await terminal.until((screen) => screen.includes('+ create session -#(touch x)'), 'the offer');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)) === `-#(touch x)'q ${world.home}`, 'the session');

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('Esc close'), 'the popup');
  await terminal.key('Escape');
  await closed(world);
  expect(await here(world, terminal)).toBe(`-#(touch x)'q ${world.home}`);
  expect(existsSync(join(world.home, 'x'))).toBe(false);
});

test('what is typed before the first frame is not echoed, and counts', async () => {
  await using world = await World.create({ env: own });
  await world.newSession('a', { command: ['/bin/sh'] });
  const terminal = await world.attach({ session: 'a' });
  await world.loadPlugin();
  const { pid } = await world.daemon();
  const tty = await world.tmux('display-message', '-p', '-t', '=a:', '#{pane_tty}');
  await terminal.type(`${launcher} sessionizer`);
  world.signal(pid, 'SIGSTOP');
  await terminal.key('Enter');
  await until(async () => (await world.run('stty', ['-F', tty])).stdout.includes('-echo'), 'that nothing is echoed');
  await terminal.type('docs');
  await world.settled(terminal);
  expect(terminal.screen().includes('docs')).toBe(false);
  world.signal(pid, 'SIGCONT');
  await terminal.until((screen) => screen.row(0).startsWith(' > docs'), 'what was typed, behind the prompt');
  await terminal.key('Escape');
  await terminal.until((screen) => !screen.includes(' > docs'), 'the shell');
  expect((await world.run('stty', ['-F', tty])).stdout).not.toContain('-echo ');
});

test.skipIf(!isInstalled('fzf'))('with fzf on the PATH fzf asks (skipped where there is none)', async () => {
  await using world = await World.create({ env: { FZF_DEFAULT_OPTS: '--multi --preview "touch {}"' } });
  const dir = join(world.home, 'code', "it's; 漢字 #{pid}");
  await mkdir(dir, { recursive: true });
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('session>') && screen.includes('#{pid}'), "fzf's prompt");
  await terminal.type('pid');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)) === `it's; 漢字 #{pid} ${dir}`, 'the session there');

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('session>'), 'fzf again');
  await terminal.type('zzz new');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)).startsWith('zzz new '), 'a session of a new name');

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('session>') && screen.includes('#{pid}'), 'what the name finds');
  await terminal.type('pid');
  await terminal.key('M-Enter');
  await until(async () => (await here(world, terminal)).startsWith('pid '), 'a session of a name that finds another');

  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('session>'), 'fzf once more');
  await terminal.key('Escape');
  await closed(world);
  await terminal.until((screen) => !screen.includes('session>'), 'nothing of fzf');
});

test.skipIf(!isInstalled('fish'))("where the user's shell is fish (skipped where there is none)", async () => {
  await using world = await World.create({ env: { SESSIONIZER_DIR: '~/it is $mine', SESSIONIZER_MAXDEPTH: '1' } });
  await mkdir(join(world.home, 'it is $mine', 'one', 'two'), { recursive: true });
  await world.newSession('a');
  await world.tmux(
    'set-option',
    '-g',
    'default-shell',
    execFileSync('sh', ['-c', 'command -v fish']).toString().trim(),
  );
  await world.tmux('set-environment', '-g', 'OPENSESSIONS_PICKER', 'own');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('~/it is $mine/one') && !screen.includes('searching'), 'the picker');
  expect(terminal.screen().includes('two')).toBe(false);
});

test('where there is no room for a popup, the prompt in the sidebar asks', async () => {
  await using world = await World.create({ cols: 60, rows: 9 });
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await openPicker(world, terminal);
  await terminal.until((screen) => screen.includes('New session'), 'the prompt');
  await terminal.type('b');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)).startsWith('b '), 'the session');
});

test('a worktree of the repository here is offered, and in a shell the same command asks there', async () => {
  await using world = await World.create({ env: own });
  const main = join(world.home, 'repo');
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', main, ...args], { env: { ...process.env, HOME: world.home } });
  await mkdir(main);
  git('init', '-q');
  await writeFile(join(main, 'x'), '');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'x');
  git('worktree', 'add', '-q', join(world.home, 'trees', 'fix'), '-b', 'fix');
  await world.newSession('a', { dir: main, command: ['/bin/sh', '-i'] });
  const terminal = await world.attach({ session: 'a' });
  await world.loadPlugin();
  await world.daemon();
  await terminal.type(`${launcher} sessionizer`);
  await terminal.key('Enter');
  await terminal.until((screen) => screen.includes('~/trees/fix') && screen.includes('worktree'), 'the worktree');
  await terminal.type('fix');
  await terminal.key('Enter');
  await until(async () => (await here(world, terminal)) === `fix ${world.home}/trees/fix`, 'its session');
});
