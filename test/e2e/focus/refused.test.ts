import { expect, test } from 'vitest';
import { openSidebar, ourPanes } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

test.each(['s', 't'])('where there is no room for the sidebar, prefix o %s says so and how it is seen', async (key) => {
  await using world = await World.create({ cols: 80, rows: 12 });
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.prefix('o', 't');
  await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'it closed');
  terminal.resize(36, 12);
  await until(
    async () => (await world.tmux('display-message', '-p', '-t', '=a:', '#{window_width}')) === '36',
    'the size',
  );
  await terminal.prefix('o', key);
  await terminal.until((screen) => screen.includes('too narrow: p opens it as a popup'), 'the message');
  // It was asked for, so it is there once there is room; the focus stays with whoever has it by then.
  terminal.resize(80, 12);
  await terminal.until((screen) => screen.row(0).includes('opensessions'), 'the sidebar');
  expect(await world.tmux('display-message', '-p', '-t', '=a:', '#{@opensessions}')).toBe('');
});

test('a key for a session that there is not says so', async () => {
  await using world = await World.create({ cols: 100, rows: 12 });
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.prefix('o', '9');
  await terminal.until((screen) => screen.includes('no session 9: there is 1'), 'the message');
});
