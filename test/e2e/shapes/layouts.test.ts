import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { livePanes, ourPanes, sidebarPids } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { complaints, looked, opened, shape } from './shape.ts';
import { places, type Visited, visited } from './visited.ts';

type Setting = Awaited<ReturnType<typeof opened>>;

/** Rows of the window that the sidebar and its neighbours share. */
const rows = 29;

/** The sidebar stands in its column of the window, the same process, and nothing went wrong. */
async function expectInPlace(
  { world, window }: Pick<Setting, 'world' | 'window'>,
  pids: number[],
  place = `ours 26x${rows}+0+0`,
): Promise<void> {
  await looked(world);
  expect((await shape(world, window)).filter((line) => line.startsWith('ours'))).toEqual([place]);
  expect(sidebarPids(world)).toEqual(pids);
  expect(complaints(world)).toEqual([]);
}

describe.each(['left', 'right'])('with the sidebar on the %s', (position) => {
  const conf = `set -g @opensessions-position ${position}\nset -g main-pane-height 10`;
  const place = `ours 26x${rows}+${position === 'left' ? 0 : 134}+0`;
  const at = position === 'left' ? 27 : 0;

  test('select-layout arranges the work panes, and the sidebar keeps its column', async () => {
    const setting = await opened(3, { cols: 160, tmuxConf: conf });
    await using world = setting.world;
    const pids = sidebarPids(world);
    const layouts: [string, (string | RegExp)[]][] = [
      ['even-horizontal', [/^%0 \d+x29\+\d+\+0$/, /^%\d+ \d+x29\+\d+\+0$/, /^%\d+ \d+x29\+\d+\+0$/]],
      ['even-vertical', [`%0 133x9+${at}+0`, /^%\d+ 133x9\+\d+\+10$/, /^%\d+ 133x9\+\d+\+20$/]],
      ['main-horizontal', [`%0 133x10+${at}+0`, /^%\d+ 66x18\+\d+\+11$/, /^%\d+ 66x18\+\d+\+11$/]],
      ['tiled', [`%0 66x14+${at}+0`, /^%\d+ 66x14\+\d+\+0$/, /^%\d+ 133x14\+\d+\+15$/]],
    ];
    for (const [layout, expected] of layouts) {
      await world.tmux('select-layout', '-t', setting.window, layout);
      await expectInPlace(setting, pids, place);
      const panes = await places(world, setting.window);
      expect(panes, layout).toEqual(
        expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
      );
      await world.tmux('select-layout', '-t', setting.window, 'even-horizontal');
      await looked(world);
    }
  });

  test('so does main-vertical, and prefix Space through all of them', async () => {
    const setting = await opened(3, { cols: 160, tmuxConf: conf });
    await using world = setting.world;
    const pids = sidebarPids(world);
    await world.tmux('select-layout', '-t', setting.window, 'main-vertical');
    await expectInPlace(setting, pids, place);
    for (let n = 0; n < 6; n += 1) {
      const before = await world.tmux('display-message', '-p', '-t', setting.window, '#{window_layout}');
      await setting.terminal.prefix('Space');
      await until(
        async () => (await world.tmux('display-message', '-p', '-t', setting.window, '#{window_layout}')) !== before,
        'another layout',
      );
      await expectInPlace(setting, pids, place);
    }
  });
});

describe('in a window', () => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await opened(1, { cols: 160 });
  });
  afterAll(() => setting.world[Symbol.asyncDispose]());

  test.each<[string, (on: Visited) => Promise<unknown>, string[] | null]>([
    ['rotate-window', ({ world, window }) => world.tmux('rotate-window', '-t', window), ['second', 'first']],
    ['rotate-window -D', ({ world, window }) => world.tmux('rotate-window', '-D', '-t', window), ['second', 'first']],
    [
      'swap-pane with the sidebar',
      ({ world, window, first }) => world.tmux('swap-pane', '-d', '-s', first, '-t', `${window}.{left}`),
      ['first', 'second'],
    ],
    [
      'swap-pane of two work panes',
      ({ world, first, second }) => world.tmux('swap-pane', '-d', '-s', first, '-t', second),
      ['second', 'first'],
    ],
    ['respawn-pane', ({ world, first }) => world.tmux('respawn-pane', '-k', '-t', first, 'cat'), ['first', 'second']],
    [
      'break-pane and join-pane',
      async ({ world, first, second }) => {
        await world.tmux('break-pane', '-d', '-s', second);
        await looked(world);
        await world.tmux('join-pane', '-d', '-h', '-s', second, '-t', first);
      },
      ['first', 'second'],
    ],
    [
      'a pane split off to the left of everything',
      ({ world, first }) => world.tmux('split-window', '-hbfd', '-t', first, 'cat'),
      null,
    ],
    [
      'a pane split off below everything',
      ({ world, first }) => world.tmux('split-window', '-vfd', '-t', first, 'cat'),
      null,
    ],
    [
      'the sidebar split into rows',
      ({ world, window }) => world.tmux('split-window', '-vd', '-t', `${window}.{left}`, 'cat'),
      null,
    ],
    [
      'the sidebar split into columns',
      ({ world, window }) => world.tmux('split-window', '-hd', '-t', `${window}.{left}`, 'cat'),
      null,
    ],
    [
      'the sidebar resized',
      ({ world, window }) => world.tmux('resize-pane', '-x', '60', '-t', `${window}.{left}`),
      ['first', 'second'],
    ],
  ])('after %s the sidebar is in its place', async (_, change, order) => {
    const on = await visited(setting, 2);
    const { world, window, first, second } = on;
    const pids = sidebarPids(world);
    await change(on);
    await expectInPlace(on, pids);
    if (order === null) return;
    const names = new Map([
      [first, 'first'],
      [second, 'second'],
    ]);
    const panes = await places(world, window);
    expect(panes.map((line) => names.get(line.split(' ')[0] ?? ''))).toEqual(order);
    expect(panes.map((line) => line.split(' ')[1])).toEqual(['66x29+27+0', '66x29+94+0']);
  });

  test.each(['first', 'middle', 'last'])(
    'when the %s work pane ends the sidebar neither grows nor shrinks',
    async (which) => {
      const on = await visited(setting, 3);
      const { world, window, panes } = on;
      const pids = sidebarPids(world);
      await world.tmux('kill-pane', '-t', panes[{ first: 0, middle: 1, last: 2 }[which] ?? 0] ?? '');
      await expectInPlace(on, pids);
      const left = await places(world, window);
      expect(left.map((line) => Number(/ (\d+)x/.exec(line)?.[1])).reduce((sum, width) => sum + width, 0)).toBe(132);
    },
  );
});

test('breaking the sidebar out of its window brings it back', async () => {
  const setting = await opened(2, { cols: 160 });
  await using world = setting.world;
  await world.tmux('break-pane', '-d', '-s', '=a:0.{left}');
  await until(async () => (await livePanes(world)).some(({ window }) => window === setting.window), 'the sidebar');
  await expectInPlace(setting, sidebarPids(world));
  expect(await world.tmux('list-windows', '-t', '=a:', '-F', '#I')).toBe('0\n1');
});

test.each([
  'set -g base-index 1; setw -g pane-base-index 1; set -g renumber-windows on',
  'setw -g pane-border-status top',
  'setw -g pane-border-status bottom',
  'set -g status off',
  'set -g status 3',
])('with %j windows are moved and swapped, and each keeps its sidebar', async (options) => {
  const setting = await opened(2, { cols: 160 });
  await using world = setting.world;
  for (const option of options.split('; ')) await world.tmux(...option.split(' '));
  await world.newWindow('a', 'third');
  await looked(world);
  const windows = (await world.tmux('list-windows', '-t', '=a:', '-F', '#{window_id}')).split('\n');
  await world.tmux('swap-window', '-d', '-s', windows[0] ?? '', '-t', windows[2] ?? '');
  await world.tmux('move-window', '-d', '-s', windows[1] ?? '', '-t', '=a:9');
  await looked(world);
  const { terminal } = setting;
  for (const name of ['third', 'second', 'a']) {
    await world.tmux('select-window', '-t', windows[['a', 'second', 'third'].indexOf(name)] ?? '');
    await world.settled(terminal);
    await terminal.until((screen) => screen.includes(`WORK-${name}`), `the window ${name}`);
    await looked(world);
    expect((await livePanes(world)).map(({ windowActive, width }) => [windowActive, width])).toEqual([[true, 26]]);
  }
  expect((await ourPanes(world)).filter(({ session }) => session === 'a').map(({ width }) => width)).toEqual([
    26, 26, 26,
  ]);
  await world.tmux('kill-window', '-t', windows[1] ?? '');
  await looked(world);
  expect((await ourPanes(world)).filter(({ session }) => session === 'a')).toHaveLength(2);
  expect(complaints(world)).toEqual([]);
});
