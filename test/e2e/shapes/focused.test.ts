import { expect, test } from 'vitest';
import { sidebarPids } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import type { Client, World } from '../../support/world.ts';
import { complaints, looked, opened, shape } from './shape.ts';

// Keys that a person presses while the sidebar has the focus, and that mean their work.

async function focusSidebar(world: World, terminal: Client, window: string): Promise<void> {
  await terminal.prefix('o', 's');
  await until(
    async () => (await world.tmux('display-message', '-p', '-t', window, '#{@opensessions}')) === 'live',
    'the focus on the sidebar',
  );
  await looked(world);
}

/** Work panes by their places; the new one is called `new`. */
async function work(world: World, window: string, known: readonly string[]): Promise<string[]> {
  return (await shape(world, window))
    .filter((line) => !line.startsWith('ours'))
    .map((line) => line.replace(/^%\d+/, (id) => (known.includes(id) ? id : 'new')));
}

const left = 'ours 26x29+0+0';
const right = 'ours 26x29+134+0';

test.each<[string, string, number, string, string[]]>([
  ['left', '%', 1, left, ['%0 67x29+27+0', 'new 65x29+95+0']],
  ['left', '"', 1, left, ['%0 133x14+27+0', 'new 133x14+27+15']],
  ['left', '%', 2, left, ['%0 34x29+27+0', 'new 31x29+62+0', '%1 66x29+94+0']],
  ['left', '"', 2, left, ['%0 66x14+27+0', 'new 66x14+27+15', '%1 66x29+94+0']],
  ['right', '%', 1, right, ['%0 66x29+0+0', 'new 66x29+67+0']],
  ['right', '"', 1, right, ['%0 133x14+0+0', 'new 133x14+0+15']],
  ['right', '%', 2, right, ['%0 33x29+0+0', 'new 32x29+34+0', '%1 66x29+67+0']],
])('with the sidebar on the %s prefix %s splits the work (%i panes)', async (position, key, count, ours, expected) => {
  const { world, terminal, window } = await opened(count, {
    cols: 160,
    tmuxConf: `set -g @opensessions-position ${position}`,
  });
  await using _ = world;
  const pids = sidebarPids(world);
  const known = (await shape(world, window)).map((line) => line.split(' ')[0] ?? '');
  await focusSidebar(world, terminal, window);
  await terminal.prefix(key);
  await until(async () => (await shape(world, window)).length === count + 2, 'another pane');
  await looked(world);
  const shapes = await shape(world, window);
  expect(shapes.filter((line) => line.startsWith('ours'))).toEqual([ours]);
  expect(await work(world, window, known)).toEqual(expected);
  const active = await world.tmux('display-message', '-p', '-t', window, '#{pane_id}');
  expect(known.includes(active) ? active : 'new').toBe('new');
  expect(sidebarPids(world)).toEqual(pids);
  expect(complaints(world)).toEqual([]);
});

test.each(['left', 'right'])(
  'with one work pane and the sidebar on the %s no layout makes a band of the sidebar',
  async (position) => {
    const { world, terminal, window } = await opened(1, {
      cols: 160,
      tmuxConf: `set -g @opensessions-position ${position}`,
    });
    await using _ = world;
    const before = await shape(world, window);
    await focusSidebar(world, terminal, window);
    const layouts = ['even-horizontal', 'even-vertical', 'main-horizontal', 'main-vertical', 'tiled'];
    const commands = [...layouts.map((layout) => ['select-layout', layout]), ...layouts.map(() => ['next-layout'])];
    for (const [command = '', ...layout] of commands) {
      await world.tmux(command, '-t', window, ...layout);
      await looked(world);
      expect(await shape(world, window), [command, ...layout].join(' ')).toEqual(before);
    }
    expect(complaints(world)).toEqual([]);
  },
);
