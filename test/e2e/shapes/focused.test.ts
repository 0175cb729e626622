import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sidebarPids } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import type { Client, World } from '../../support/world.ts';
import { complaints, looked, opened, shape } from './shape.ts';
import { places, type Visited, visited } from './visited.ts';

// Keys that a person presses while the sidebar has the focus, and that mean their work.

async function focusSidebar(world: World, terminal: Client, window: string): Promise<void> {
  await terminal.prefix('o', 's');
  await until(
    async () => (await world.tmux('display-message', '-p', '-t', window, '#{@opensessions}')) === 'live',
    'the focus on the sidebar',
  );
  await looked(world);
}

/** Work panes by their places, as `first`, `second` and `new`. */
async function work({ world, window, panes: known }: Visited): Promise<string[]> {
  const name = (id: string) => ['first', 'second'][known.indexOf(id)] ?? 'new';
  return (await places(world, window)).map((line) => line.replace(/^%\d+/, name));
}

describe.each(['left', 'right'] as const)('with the sidebar on the %s', (position) => {
  let setting: Awaited<ReturnType<typeof opened>>;
  beforeAll(async () => {
    setting = await opened(1, { cols: 160, tmuxConf: `set -g @opensessions-position ${position}` });
  });
  afterAll(() => setting.world[Symbol.asyncDispose]());

  test.each<[string, number, { left: string[]; right: string[] }]>([
    ['%', 1, { left: ['first 67x29+27+0', 'new 65x29+95+0'], right: ['first 66x29+0+0', 'new 66x29+67+0'] }],
    ['"', 1, { left: ['first 133x14+27+0', 'new 133x14+27+15'], right: ['first 133x14+0+0', 'new 133x14+0+15'] }],
    [
      '%',
      2,
      {
        left: ['first 34x29+27+0', 'new 31x29+62+0', 'second 66x29+94+0'],
        right: ['first 33x29+0+0', 'new 32x29+34+0', 'second 66x29+67+0'],
      },
    ],
    [
      '"',
      2,
      {
        left: ['first 66x14+27+0', 'new 66x14+27+15', 'second 66x29+94+0'],
        right: ['first 66x14+0+0', 'new 66x14+0+15', 'second 66x29+67+0'],
      },
    ],
  ])('prefix %s splits the work (%i panes)', async (key, count, expected) => {
    const on = await visited(setting, count);
    const { world, terminal, window, panes } = on;
    const pids = sidebarPids(world);
    await focusSidebar(world, terminal, window);
    await terminal.prefix(key);
    await until(async () => (await shape(world, window)).length === count + 2, 'another pane');
    await looked(world);
    const ours = (await shape(world, window)).filter((line) => line.startsWith('ours'));
    expect(ours).toEqual([{ left: 'ours 26x29+0+0', right: 'ours 26x29+134+0' }[position]]);
    expect(await work(on)).toEqual(expected[position]);
    const active = await world.tmux('display-message', '-p', '-t', window, '#{pane_id}');
    expect((await places(world, window)).some((line) => line.startsWith(`${active} `))).toBe(true);
    expect(panes).not.toContain(active);
    expect(sidebarPids(world)).toEqual(pids);
    expect(complaints(world)).toEqual([]);
  });

  test('no layout makes a band of the sidebar where there is one work pane', async () => {
    const { world, terminal, window } = await visited(setting, 1);
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
  });
});
