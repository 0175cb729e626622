import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

/** First lines of the list's rows, without states: `2 shop`, `▾ shop 2`. */
function rows(terminal: Client): string {
  return terminal
    .sidebar()
    .flatMap((line) => /^[▌│ ](\d \S+|[▸▾] \S+ \d+)/.exec(line)?.[1] ?? [])
    .join(', ');
}

/** A repository with a linked worktree; gives their directories. */
function repository(world: World): { shop: string; fix: string } {
  const [shop, fix] = [join(world.home, 'shop'), join(world.home, 'fix')];
  mkdirSync(shop);
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
  const git = (...args: string[]) =>
    execFileSync('git', [...identity, ...args], { cwd: shop, env: { ...process.env, HOME: world.home } });
  git('init', '-q', '-b', 'main');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  git('worktree', 'add', '-q', '-b', 'fix', fix);
  return { shop, fix };
}

const sessionOf = (world: World, terminal: Client) =>
  world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}');

test('worktrees stand together and fold by keys: what waits shows, numbers stay, and a restart keeps it', async () => {
  await using world = await World.create();
  const { shop, fix } = repository(world);
  await world.newSession('shop', { dir: shop });
  await world.newSession('web');
  await world.newSession('fix', { dir: fix });
  const terminal = await world.attach({ session: 'web' });
  await openSidebar(world, terminal);
  await terminal.until(() => rows(terminal) === '▾ shop 2, 1 shop, 2 fix, 3 web', 'the worktree beside its repository');

  await world.curl('/agent', { session: 'fix', agent: 'aider', state: 'waiting' });
  await terminal.type('ggjh');
  await terminal.until(
    (screen) => rows(terminal) === '▸ shop 2, 3 web' && /▸ shop 2 +◉1/.test(screen.text),
    'one line, on which somebody waits',
  );
  await terminal.until((screen) => screen.row(0).includes('3  ◉1'), 'it in the header');
  await terminal.prefix('o', '2');
  await until(async () => (await sessionOf(world, terminal)) === 'fix', 'the folded session by its number');
  await terminal.until((screen) => screen.includes('▌▸ shop'), 'the bar at the line that stands for it');

  const { pid } = await world.daemon();
  process.kill(pid, 'SIGKILL');
  await until(async () => (await world.daemon()).pid !== pid, 'another daemon');
  await terminal.prefix('o', 's');
  await until(
    async () => (await livePanes(world)).some(({ active, session }) => active && session === 'fix'),
    'the focus',
  );
  await world.curl('/set-status', { session: 'web', text: 'connected' });
  await terminal.until(
    (screen) => screen.includes('connected') && rows(terminal) === '▸ shop 2, 3 web',
    'it still folded',
  );
  expect(JSON.parse(readFileSync(world.paths.ui, 'utf8'))).toMatchObject({ folded: [shop] });

  await terminal.type('gJ');
  await terminal.until(() => rows(terminal) === '1 web, ▸ shop 2', 'the group below the other session');
  await terminal.key('Enter');
  await terminal.until(() => rows(terminal) === '1 web, ▾ shop 2, 2 shop, 3 fix', 'all of them');
});

test('panes are listed with their programs, also later ones, and Enter goes to exactly that one', async () => {
  await using world = await World.create();
  const { window } = await world.newSession('api');
  await world.newSession('web');
  await world.tmux('split-window', '-d', '-t', window, 'exec sleep 1000');
  const terminal = await world.attach({ session: 'web' });
  await openSidebar(world, terminal);
  await terminal.type('gl');
  const listed = () => terminal.sidebar().flatMap((line) => /^ {3}([a-z]+)(?: \S+)? *$/.exec(line)?.[1] ?? []);
  await terminal.until(() => listed().join() === 'cat,sleep', 'both panes');

  const tail = await world.tmux('split-window', '-d', '-P', '-F', '#{pane_id}', '-t', window, 'exec tail -f /dev/null');
  await terminal.until(() => [...listed()].sort().join() === 'cat,sleep,tail', 'the new one');
  await terminal.type('j'.repeat(listed().indexOf('tail') + 1));
  await terminal.key('Enter');
  await until(async () => (await sessionOf(world, terminal)) === 'api', 'its session');
  await until(
    async () => (await world.tmux('display-message', '-p', '-c', terminal.client, '#{pane_id}')) === tail,
    'exactly that pane',
  );
  const { sessions } = await (await world.daemon()).state();
  const panes = sessions.map(({ windows }) => windows[0]?.panes.map(({ command }) => command));
  expect(panes[0]).toContain('tail');
  expect(panes[1]).toEqual([null]);
});

test('sessionFilter leaves sessions out while it says so', async () => {
  await using world = await World.create();
  for (const name of ['popup-1', 'a', 'b']) await world.newSession(name);
  const terminal = await world.attach({ session: 'b' });
  await openSidebar(world, terminal);
  await terminal.until(() => rows(terminal) === '1 popup-1, 2 a, 3 b', 'all sessions');
  mkdirSync(world.paths.configDir, { recursive: true });
  const write = (filter: unknown) => {
    writeFileSync(`${world.paths.config}~`, JSON.stringify({ sessionFilter: filter }));
    renameSync(`${world.paths.config}~`, world.paths.config);
  };
  write('!popup-*');
  await terminal.until(() => rows(terminal) === '1 a, 2 b', 'those that are no popups');
  await terminal.prefix('o', '1');
  await until(async () => (await sessionOf(world, terminal)) === 'a', 'the first of them');
  write(['b', 'x*']);
  await terminal.until(() => rows(terminal) === '1 b', 'the only one that is meant');
  write([]);
  await terminal.until(() => rows(terminal) === '1 popup-1, 2 a, 3 b', 'all of them again');
});
