import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ourPanes } from '../../support/sidebar.ts';
import type { Terminal } from '../../support/terminal.ts';
import { until } from '../../support/until.ts';
import type { World } from '../../support/world.ts';
import { complaints, looked, opened, shape, workWidths } from './shape.ts';

/** Along a row that a pane of work has, one cell at a time, and lets go there. */
async function dragAlong(terminal: Terminal, from: number, to: number): Promise<void> {
  const row = 5;
  const step = Math.sign(to - from);
  const columns = Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + index * step);
  await terminal.drag(...columns.map((column) => [row, column] as const));
  await terminal.release(row, to);
}

async function ourWidths(world: World): Promise<number[]> {
  return (await ourPanes(world)).filter(({ session }) => session !== '_os_stash').map(({ width }) => width);
}

test.each<['left' | 'right', number, number, number]>([
  ['left', 26, 40, 40],
  ['left', 26, 22, 22],
  ['left', 26, 10, 20],
  ['right', 133, 119, 40],
])(
  'a drag of its border (%s) from column %i to %i makes it %i wide, everywhere and for good',
  async (position, from, to, width) => {
    const { world, terminal, window } = await opened(2, {
      cols: 160,
      tmuxConf: `set -g mouse on\nset -g @opensessions-position ${position}`,
    });
    await using _ = world;
    await dragAlong(terminal, from, to);
    await until(async () => (await ourWidths(world)).every((columns) => columns === width), 'the width in all windows');
    await looked(world);
    expect(await ourWidths(world)).toEqual([width, width]);
    const [first = 0, second = 0] = await workWidths(world, window);
    expect(Math.abs(first - second)).toBeLessThanOrEqual(1);
    const config = readFileSync(join(world.env['XDG_CONFIG_HOME'] ?? '', 'opensessions', 'config.json'), 'utf8');
    expect(JSON.parse(config)).toMatchObject({ sidebarWidth: width });
    // It is the width that is kept from now on.
    await world.tmux('select-layout', '-t', window, 'even-horizontal');
    await looked(world);
    expect(await ourWidths(world)).toEqual([width, width]);
    expect(complaints(world)).toEqual([]);
  },
);

test('a drag of a border between work panes is none of ours', async () => {
  const { world, terminal, window } = await opened(2, { cols: 160, tmuxConf: 'set -g mouse on' });
  await using _ = world;
  const [first = 0, second = 0] = await workWidths(world, window);
  await dragAlong(terminal, 27 + first, 27 + first + 12);
  await until(
    async () => (await workWidths(world, window)).join() === `${first + 12},${second - 12}`,
    'the border there',
  );
  await looked(world);
  expect(await workWidths(world, window)).toEqual([first + 12, second - 12]);
  expect(await ourWidths(world)).toEqual([26, 26]);
});

test('a hundred sizes of the terminal at once end still and equal', async () => {
  const { world, terminal, window } = await opened(2, { cols: 160 });
  await using _ = world;
  const before = await shape(world, window);
  for (let n = 0; n < 100; n += 1) terminal.resize(60 + ((n * 37) % 180), 20 + (n % 30));
  terminal.resize(160, 30);
  await until(
    async () =>
      (await world.tmux('display-message', '-p', '-t', window, '#{window_width}x#{window_height}')) === '160x29',
    'the last size',
  );
  await looked(world);
  await world.settled(terminal);
  expect(await shape(world, window)).toEqual(before);
  const mark = terminal.mark();
  await looked(world);
  await world.settled(terminal);
  // tmux tells programs their new size up to 250 ms later (3.3a), so the sidebar may still draw within its columns.
  expect(terminal.redraws(mark, terminal.workArea())).toEqual([]);
  // While the sizes came each look found another one.
  expect(complaints(world).filter((line) => !line.includes('still not as it should be'))).toEqual([]);
});
