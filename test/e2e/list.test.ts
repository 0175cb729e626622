import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

/** Names in the rows of the list from above, by their numbers. */
function names(terminal: Client): string {
  return terminal
    .sidebar()
    .flatMap((line) => /^[▌ ]\d (◌ )?(\S+)/.exec(line)?.[0].slice(1) ?? [])
    .join(', ');
}

test('order, hiding and filter are the person’s: by keys, for the numbers, and after a restart of the daemon', async () => {
  await using world = await World.create();
  for (const name of ['a', 'b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.until(() => names(terminal) === '1 a, 2 b, 3 c', 'the sessions');

  await terminal.type('J');
  await terminal.until(() => names(terminal) === '1 b, 2 a, 3 c', 'the one that went down');
  await terminal.key('M-Down');
  await terminal.until(() => names(terminal) === '1 b, 2 c, 3 a', 'it once more');
  await terminal.type('gH');
  await terminal.until(() => names(terminal) === '1 c, 2 a', 'that one is hidden');
  await world.curl('/agent', { session: 'b', agent: 'aider', state: 'waiting' });
  await terminal.until((screen) => screen.row(0).includes('2/3') && screen.row(0).includes('◉1'), 'what waits there');

  await terminal.prefix('o', '1');
  const here = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}');
  await until(async () => (await here()) === 'c', 'the first one of the list');

  const { pid } = await world.daemon();
  process.kill(pid, 'SIGKILL');
  await until(async () => (await world.daemon()).pid !== pid, 'another daemon');
  await terminal.prefix('o', 's');
  await until(
    async () => (await livePanes(world)).some(({ active, session }) => active && session === 'c'),
    'the focus',
  );
  const push = () => world.curl('/set-status', { session: 'a', text: 'connected' });
  await until(async () => (await push()).status === 204, 'the new daemon to know the session');
  await terminal.until(
    (screen) => screen.includes('connected') && names(terminal) === '1 c, 2 a',
    'the same list from the new daemon',
  );
  await terminal.type('.');
  await terminal.until(() => names(terminal) === '1 ◌ b, 2 c, 3 a', 'the hidden one as well');
  await terminal.type('f');
  await terminal.until((screen) => screen.includes('none: with agents'), 'that no session has agents');
  await terminal.type('fff');
  await terminal.until(() => names(terminal) === '1 ◌ b, 2 c, 3 a', 'all of them');
  await terminal.type('gH.');
  await terminal.until(() => names(terminal) === '1 b, 2 c, 3 a', 'that nothing is hidden');
  expect(await here()).toBe('c');
});

test('a session is found by a few letters and gone to, and gets another name that nothing expands', async () => {
  await using world = await World.create();
  for (const name of ['a', 'billing', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.type('/blg');
  await terminal.until((screen) => screen.includes(' / blg') && screen.includes(' billing'), 'what was found');
  await terminal.key('Enter');
  const here = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}');
  await until(async () => (await here()) === 'billing', 'the session');

  await terminal.prefix('o', 's');
  await until(
    async () => (await livePanes(world)).some(({ active, session }) => active && session === 'billing'),
    'focus',
  );
  await terminal.type('R');
  await terminal.until((screen) => screen.includes('> billing'), 'the name that it has');
  await terminal.key('C-u');
  await terminal.type("-#(touch x)#{pid} 'q");
  await terminal.key('Enter');
  await until(async () => (await here()) === "-#(touch x)#{pid} 'q", 'the other name');
  await terminal.until((screen) => screen.includes('2 -#(touch x)#{pid}'), 'it in the list');
});
