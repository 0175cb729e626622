import { expect, test } from 'vitest';
import { ourPanes } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import type { Client, World } from '../../support/world.ts';
import { complaints, looked, opened, shape, workWidths } from './shape.ts';

async function resized(world: World, terminal: Client, columns: number, rows = 30): Promise<void> {
  terminal.resize(columns, rows);
  const size = () => world.tmux('display-message', '-p', '-t', '=a:', '#{window_width}x#{window_height}');
  await until(async () => (await size()) === `${columns}x${rows - 1}`, `a window of ${columns} columns`);
  await looked(world);
}

test.each(['left', 'right'])('survive other sizes of the terminal (%s)', async (position) => {
  const { world, terminal, window } = await opened(2, {
    cols: 160,
    tmuxConf: `set -g @opensessions-position ${position}`,
  });
  await using _ = world;
  expect(await workWidths(world, window)).toEqual([66, 66]);
  for (const [columns, expected] of [
    [220, [95, 97]],
    [90, [31, 31]],
    [160, [66, 66]],
  ] as const) {
    await resized(world, terminal, columns);
    expect(await workWidths(world, window), `${columns} columns`).toEqual(expected);
  }
  // A person's own arrangement is kept as well.
  await world.tmux('resize-pane', '-t', '%0', '-x', '100');
  await looked(world);
  const arranged = await shape(world, window);
  for (const columns of [120, 200, 160]) await resized(world, terminal, columns, columns === 200 ? 50 : 30);
  expect(await shape(world, window)).toEqual(arranged);
  expect(complaints(world)).toEqual([]);
});

test('survive a terminal that is smaller only between two looks of the daemon', async () => {
  const { world, terminal, window } = await opened(2, { cols: 160 });
  await using _ = world;
  await world.tmux('resize-pane', '-t', '%0', '-x', '100');
  await looked(world);
  const before = await shape(world, window);
  const { pid } = await world.daemon();
  world.signal(pid, 'SIGSTOP');
  for (const columns of [60, 160]) {
    terminal.resize(columns, 30);
    const width = () => world.tmux('display-message', '-p', '-t', '=a:', '#{window_width}');
    await until(async () => (await width()) === `${columns}`, `a window of ${columns} columns`);
  }
  expect(await shape(world, window)).not.toEqual(before);
  world.signal(pid, 'SIGCONT');
  await looked(world);
  expect(await shape(world, window)).toEqual(before);
  // Both windows, once each, and read: what is noted goes.
  expect(await world.tmux('display-message', '-p', '#{OPENSESSIONS_RESIZED}')).toBe('');
  expect(complaints(world)).toEqual([]);
});

test('are those of a zoomed window once it is not zoomed any more', async () => {
  const { world, terminal, window } = await opened(3, { cols: 160 });
  await using _ = world;
  const before = await shape(world, window);
  await world.tmux('resize-pane', '-Z', '-t', '%0');
  await resized(world, terminal, 220);
  expect(await world.tmux('display-message', '-p', '-t', window, '#{window_zoomed_flag}#{pane_id}')).toBe('1%0');
  await resized(world, terminal, 160);
  await world.tmux('resize-pane', '-Z', '-t', '%0');
  await looked(world);
  expect(await shape(world, window)).toEqual(before);
});

test('of other windows are kept when they are visited in another size', async () => {
  const { world, terminal } = await opened(1, { cols: 160 });
  await using _ = world;
  await world.tmux('split-window', '-h', '-d', '-t', '=a:1', 'cat');
  await looked(world);
  const before = await workWidths(world, '=a:1');
  await resized(world, terminal, 220);
  await terminal.prefix('n');
  await terminal.until((screen) => screen.includes('WORK-second'), 'the second window');
  await resized(world, terminal, 120);
  await resized(world, terminal, 160);
  expect(await workWidths(world, '=a:1')).toEqual(before);
});

test('that were evened are even when the sidebar closes', async () => {
  const { world, terminal, window } = await opened(1);
  await using _ = world;
  await world.tmux('split-window', '-h', '-d', '-l', '20', '-t', '%0', 'cat');
  await looked(world);
  await terminal.prefix('o', 'e');
  await until(async () => (await workWidths(world, window)).join() === '36,36', 'equal widths');
  await terminal.prefix('o', 't');
  await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'no pane of ours');
  await looked(world);
  expect(await workWidths(world, window)).toEqual([50, 49]);
});

test("are tmux's own business while the sidebar is closed", async () => {
  const { world, terminal, window } = await opened(2, { cols: 160 });
  await using _ = world;
  await terminal.prefix('o', 't');
  await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'no pane of ours');
  await world.tmux('resize-pane', '-t', '%0', '-x', '30');
  await looked(world);
  // tmux gives each pane as many columns, so the small one grows beyond its proportion.
  await resized(world, terminal, 200);
  expect(await workWidths(world, window)).toEqual([50, 149]);
});
