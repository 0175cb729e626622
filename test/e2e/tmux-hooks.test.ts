import { expect, test } from 'vitest';
import { hooks, installHooks } from '../../src/tmux/hooks.ts';
import { paneOption } from '../../src/tmux/names.ts';
import { versionAtLeast } from '../../src/tmux/version.ts';
import { type Client, World } from '../support/world.ts';

const width = 26;
type Position = 'left' | 'right';

/** Three windows in two sessions, each with a sidebar column: a live one where the client looks, slots elsewhere. */
interface Setting {
  world: World;
  client: Client;
  live: string;
  /** Windows `a` and `b` are in session `s`, `c` is in session `t`. */
  windows: Readonly<Record<'a' | 'b' | 'c', { session: string; window: string; pane: string; ours: string }>>;
}

async function settle(position: Position = 'left', { hooked = true } = {}): Promise<Setting> {
  const world = await World.create({ cols: 100, rows: 12 });
  const a = await world.newSession('s');
  const b = await world.newWindow('s', 'b');
  const c = await world.newSession('t');
  const windows = {
    a: { ...a, ours: await column(world, a.window, position, 'live') },
    b: { ...b, ours: await column(world, b.window, position, 'slot') },
    c: { ...c, ours: await column(world, c.window, position, 'slot') },
  };
  if (hooked) await install(world, windows.a.ours, position);
  const client = await world.attach({ session: 's' });
  await client.until((screen) => screen.includes('WORK-s') && screen.includes('SIDEBAR'), 'work and sidebar');
  await world.settled(client);
  return { world, client, live: windows.a.ours, windows };
}

async function column(world: World, window: string, position: Position, role: 'live' | 'slot'): Promise<string> {
  const command = role === 'slot' ? [''] : ['/bin/sh', '-c', 'echo SIDEBAR; exec cat'];
  const split = ['split-window', `-h${position === 'left' ? 'b' : ''}fd`, '-l', `${width}`, '-t', window];
  const pane = await world.tmux(...split, '-P', '-F', '#{pane_id}', ...command);
  await world.tmux('set-option', '-p', '-t', pane, paneOption, role);
  return pane;
}

async function install(world: World, live: string | null, position: Position = 'left'): Promise<void> {
  const version = await world.tmux('display-message', '-p', '#{version}');
  for (const argv of installHooks(hooks({ live, width, position, windowResized: versionAtLeast(version, '3.3') }))) {
    await world.tmux(...argv);
  }
}

/** Panes of a window from left to right. */
async function panes(world: World, window: string): Promise<string[]> {
  const lines = (await world.tmux('list-panes', '-t', window, '-F', '#{pane_left} #{pane_top} #{pane_id}')).split('\n');
  const sorted = lines
    .map((line) => line.split(' '))
    .sort((x, y) => Number(x[0]) - Number(y[0]) || Number(x[1]) - Number(y[1]));
  return sorted.map(([, , pane = '']) => pane);
}

async function everyPane({ world, windows }: Setting): Promise<Record<string, string[]>> {
  const entries = Object.entries(windows).map(
    async ([name, { window }]) => [name, await panes(world, window)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

const zoomed = (world: World, window: string) =>
  world.tmux('display-message', '-p', '-t', window, '#{window_zoomed_flag}');
const active = (world: World, window: string) => world.tmux('display-message', '-p', '-t', window, '#{pane_id}');

/** Runs a command and says what the client got to see: for each redraw, how often these texts were painted in it. */
async function drawn({ world, client }: Setting, run: () => Promise<unknown>, ...texts: string[]): Promise<number[][]> {
  const mark = client.mark();
  await run();
  await world.settled(client);
  return client.redraws(mark).map((frame) => texts.map((text) => frame.draws(text)));
}

test.each<[string, Position, (world: World, client: Client) => Promise<unknown>, 'b' | 'c']>([
  ['a window', 'left', (world) => world.tmux('select-window', '-t', '=s:1'), 'b'],
  ['a window, on the right', 'right', (world) => world.tmux('select-window', '-t', '=s:1'), 'b'],
  ['a session', 'left', (world, client) => world.tmux('switch-client', '-c', client.client, '-t', '=t'), 'c'],
  [
    'a session, on the right',
    'right',
    (world, client) => world.tmux('switch-client', '-c', client.client, '-t', '=t'),
    'c',
  ],
  ['a window by key', 'left', (_, client) => client.prefix('n'), 'b'],
])('switching to %s (%s): one redraw, and the sidebar is in it', async (_, position, go, to) => {
  const setting = await settle(position);
  await using world = setting.world;
  const { windows, live, client } = setting;
  const target = windows[to];
  const text = to === 'b' ? 'WORK-b' : 'WORK-t';
  const redraws = await drawn(
    setting,
    async () => {
      await go(world, client);
      await client.until((screen) => screen.includes(text), 'the other window');
    },
    text,
    'SIDEBAR',
  );
  expect(redraws).toEqual([[1, 1]]);
  const order = (pane: string, ours: string) => (position === 'left' ? [ours, pane] : [pane, ours]);
  expect(await panes(world, target.window)).toEqual(order(target.pane, live));
  expect(await panes(world, windows.a.window)).toEqual(order(windows.a.pane, target.ours));
  expect([await active(world, target.window), await active(world, windows.a.window)]).toEqual([
    target.pane,
    windows.a.pane,
  ]);
});

test('the count of redraws would tell: without the hook the sidebar is not in it', async () => {
  const setting = await settle('left', { hooked: false });
  await using world = setting.world;
  expect(await drawn(setting, () => world.tmux('select-window', '-t', '=s:1'), 'WORK-b', 'SIDEBAR')).toEqual([[1, 0]]);
});

test('from a zoomed window: it stays zoomed, and its live pane comes along', async () => {
  const setting = await settle();
  await using world = setting.world;
  const { a, b } = setting.windows;
  await world.tmux('resize-pane', '-Z', '-t', a.pane);
  await world.settled(setting.client);
  expect(await drawn(setting, () => world.tmux('select-window', '-t', b.window), 'WORK-b', 'SIDEBAR')).toEqual([
    [1, 1],
  ]);
  expect([await zoomed(world, a.window), await active(world, a.window)]).toEqual(['1', a.pane]);
  expect(await panes(world, b.window)).toEqual([setting.live, b.pane]);
  await world.tmux('resize-pane', '-Z', '-t', a.pane);
  expect(await panes(world, a.window)).toEqual([b.ours, a.pane]);
});

/** What stands in the way of a swap; the switch follows, to `b` in session `s` if nothing else is said. */
type Obstacle = [string, (setting: Setting) => Promise<unknown>, ((setting: Setting) => Promise<unknown>)?];

const toB = ({ world, windows }: Setting) => world.tmux('select-window', '-t', windows.b.window);

test.each<Obstacle>([
  ['the target is zoomed', ({ world, windows }) => world.tmux('resize-pane', '-Z', '-t', windows.b.pane)],
  [
    'a work pane stands left of the slot',
    ({ world, windows }) => world.tmux('split-window', '-hbfd', '-t', windows.b.window, 'exec cat'),
  ],
  [
    'the slot is no full column',
    ({ world, windows }) => world.tmux('split-window', '-vd', '-t', windows.b.ours, 'exec cat'),
  ],
  ['the target has no slot', ({ world, windows }) => world.tmux('kill-pane', '-t', windows.b.ours)],
  [
    'the target has a work pane alone in the place',
    ({ world, windows }) => world.tmux('set-option', '-pu', '-t', windows.b.ours, paneOption),
  ],
  ['no live pane is known, or two clients look at two windows', ({ world }) => install(world, null)],
  ['the live pane has died', ({ world, live }) => world.tmux('kill-pane', '-t', live)],
  ['the sidebar is on the other side', ({ world, live }) => install(world, live, 'right')],
  [
    'nobody looks at the session',
    async () => {},
    async ({ world }) => {
      await world.newWindow('t', 'd');
      await world.tmux('select-window', '-t', '=t:1');
      await world.tmux('select-window', '-t', '=t:0');
    },
  ],
])('no pane moves when %s', async (_, obstruct, go = toB) => {
  const setting = await settle();
  await using world = setting.world;
  await obstruct(setting);
  await world.settled(setting.client);
  const before = await everyPane(setting);
  const wasZoomed = await zoomed(world, setting.windows.b.window);
  await go(setting);
  await world.settled(setting.client);
  expect(await everyPane(setting)).toEqual(before);
  expect(await zoomed(world, setting.windows.b.window)).toBe(wasZoomed);
});

test('the live pane is in the target already: nothing moves', async () => {
  const setting = await settle();
  await using world = setting.world;
  const { a, b } = setting.windows;
  await world.tmux('swap-pane', '-dZ', '-s', setting.live, '-t', b.ours);
  await world.settled(setting.client);
  expect(await drawn(setting, () => toB(setting), 'WORK-b', 'SIDEBAR')).toEqual([[1, 1]]);
  expect([await panes(world, a.window), await panes(world, b.window)]).toEqual([
    [b.ours, a.pane],
    [setting.live, b.pane],
  ]);
});

test.each<[string, Position, (setting: Setting) => Promise<unknown>]>([
  [
    'even-horizontal',
    'left',
    ({ world, windows }) => world.tmux('select-layout', '-t', windows.a.window, 'even-horizontal'),
  ],
  [
    'even-horizontal, on the right',
    'right',
    ({ world, windows }) => world.tmux('select-layout', '-t', windows.a.window, 'even-horizontal'),
  ],
  [
    'even-horizontal in a window that nobody sees',
    'left',
    ({ world, windows }) => world.tmux('select-layout', '-t', windows.b.window, 'even-horizontal'),
  ],
  ['a pane that was resized', 'left', ({ world, live }) => world.tmux('resize-pane', '-t', live, '-x', '50')],
  [
    'a pane that was resized, on the right',
    'right',
    ({ world, live }) => world.tmux('resize-pane', '-t', live, '-x', '50'),
  ],
  [
    'a neighbour that ended',
    'left',
    async ({ world, windows }) => {
      const middle = await world.tmux(
        'split-window',
        '-hbd',
        '-t',
        windows.a.pane,
        '-P',
        '-F',
        '#{pane_id}',
        'exec cat',
      );
      await world.tmux('kill-pane', '-t', middle);
    },
  ],
  [
    'a window that was resized',
    'left',
    ({ world, windows }) => world.tmux('resize-window', '-t', windows.b.window, '-x', '180'),
  ],
  [
    'a terminal that grew and shrank',
    'left',
    async ({ world, client }) => {
      for (const cols of [160, 90]) {
        client.resize(cols, 12);
        await client.until((screen) => screen.row(0).length > 0 && screen.row(11).includes('[s]'), 'the new size');
        await world.settled(client);
      }
    },
  ],
])('the sidebar has its width again after %s (%s)', async (_, position, disturb) => {
  const setting = await settle(position);
  await using world = setting.world;
  await disturb(setting);
  await world.settled(setting.client);
  const widths = await world.tmux('list-panes', '-a', '-f', `#{${paneOption}}`, '-F', '#{window_id} #{pane_width}');
  const { a, b, c } = setting.windows;
  expect(widths.split('\n').sort()).toEqual([a, b, c].map(({ window }) => `${window} ${width}`).sort());
});

test('a layout change and its repair are one redraw', async () => {
  const setting = await settle();
  await using world = setting.world;
  const { a } = setting.windows;
  const even = () => world.tmux('select-layout', '-t', a.window, 'even-horizontal');
  expect(await drawn(setting, even, 'WORK-s', 'SIDEBAR')).toEqual([[1, 1]]);
});

test('a zoomed window is left alone by the repair', async () => {
  const setting = await settle();
  await using world = setting.world;
  const { a } = setting.windows;
  await world.tmux('resize-pane', '-Z', '-t', a.pane);
  setting.client.resize(140, 12);
  await setting.client.until((screen) => screen.row(11).includes('[s]'), 'the new size');
  await world.settled(setting.client);
  expect([await zoomed(world, a.window), await active(world, a.window)]).toEqual(['1', a.pane]);
});

test("every hook stands at our index, and the user's stay", async () => {
  const setting = await settle();
  await using world = setting.world;
  await world.tmux('set-hook', '-g', 'session-window-changed[0]', 'display-message theirs');
  await install(world, null);
  const shown = `${await world.tmux('show-hooks', '-g')}\n${await world.tmux('show-hooks', '-gw')}`.split('\n');
  expect(shown.filter((line) => line.startsWith('session-window-changed'))).toEqual([
    'session-window-changed[0] display-message theirs',
    'session-window-changed[7391] set-environment -gu OPENSESSIONS_DRAG ; wait-for -S opensessions',
  ]);
});

test('a second terminal takes no live pane from the window that the first one looks at', async () => {
  const setting = await settle();
  await using world = setting.world;
  const before = await everyPane(setting);
  const second = await world.attach({ session: 't' });
  await world.settled(second);
  expect(await everyPane(setting)).toEqual(before);
});
