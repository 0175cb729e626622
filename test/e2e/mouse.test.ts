import { expect, test } from 'vitest';
import { livePanes, openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

async function opened(mouse: 'on' | 'off') {
  const world = await World.create({ tmuxConf: `set -g mouse ${mouse}` });
  for (const name of ['a', 'b']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const pane = async () => (await livePanes(world))[0]?.pane ?? '';
  const asks = async () => world.tmux('display-message', '-p', '-t', await pane(), '#{mouse_any_flag}');
  return { world, terminal, asks };
}

test('a click moves the cursor, another one goes there', async () => {
  const { world, terminal, asks } = await opened('on');
  await using _ = world;
  await until(async () => (await asks()) === '1', 'that the sidebar asks for the mouse');
  const row = () => terminal.sidebar().findIndex((line) => line.startsWith(' 2 b'));
  await terminal.click(row(), 3);
  await terminal.until((screen) => screen.cell(row(), 3).inverse, 'the cursor');
  const here = () => world.tmux('display-message', '-p', '-c', terminal.client, '#{session_name}');
  expect(await here()).toBe('a');
  await terminal.click(row(), 3);
  await until(async () => (await here()) === 'b', 'the session');

  await world.tmux('set-option', '-g', 'mouse', 'off');
  await terminal.prefix('o', 's');
  await terminal.type('r');
  await until(async () => (await asks()) === '0', 'that it asks for the mouse no more');
});

test('where tmux has its mouse off the sidebar leaves it to the terminal', async () => {
  const { world, terminal, asks } = await opened('off');
  await using _ = world;
  await world.curl('/set-status', { session: 'b', text: 'connected' });
  await terminal.until((screen) => screen.includes('connected'), 'that the sidebar knows');
  expect(await asks()).toBe('0');
});
