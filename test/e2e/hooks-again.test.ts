import { expect, test } from 'vitest';
import { openSidebar } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';

test('hooks of ours that a tmux.conf takes away are back when the plugin is loaded again, beside those of the user', async () => {
  await using world = await World.create();
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const hooks = async () =>
    (await world.tmux('show-hooks', '-g')).split('\n').filter((line) => line.includes('[7391]'));
  await until(
    async () => (await hooks()).some((line) => line.includes('swap-pane')),
    'the hooks, with the live pane in them',
  );
  const all = await hooks();
  await world.tmux('set-hook', '-g', 'session-created', 'display-message hello');
  await world.tmux('set-hook', '-gu', 'window-linked');
  expect(await hooks()).toHaveLength(all.length - 2);
  await world.loadPlugin();
  await until(async () => (await hooks()).length === all.length, 'all hooks');
  expect(await hooks()).toEqual(all);
  expect(await world.tmux('show-hooks', '-g', 'session-created')).toContain('[0] display-message hello');
  await world.newSession('later');
  await terminal.until((screen) => screen.lines.some((line) => line.includes('2 later')), 'the new session');
});
