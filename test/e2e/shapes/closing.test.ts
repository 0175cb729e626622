import { expect, test } from 'vitest';
import { geometry } from '../../../src/core/layout.ts';
import { livePanes, openSidebar, ourPanes, sidebarPids } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

async function opened() {
  const world = await World.create({ tmuxConf: 'set -g detach-on-destroy off' });
  await world.newSession('a');
  await world.newWindow('a', 'second');
  await world.newSession('b');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const shown = async () => (await ourPanes(world)).filter(({ session }) => session !== '_os_stash');
  await until(async () => (await shown()).length === 3, 'a pane of ours in each window');
  return { world, terminal, shown };
}

test('killing the pane of the sidebar closes it, as its key does', async () => {
  const { world, terminal, shown } = await opened();
  await using _ = world;
  await terminal.prefix('x', 'y');
  await terminal.until((screen) => screen.row(0).startsWith('WORK-a'), 'the work pane alone');
  await until(async () => (await shown()).length === 0, 'no pane of ours in any window');
  await terminal.prefix('o', 't');
  await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar again');
  await until(async () => (await shown()).length === 3, 'all panes of ours again');
  expect(sidebarPids(world)).toHaveLength(1);
});

test('so does closing all panes but the work pane', async () => {
  const { world, terminal, shown } = await opened();
  await using _ = world;
  await world.tmux('kill-pane', '-a', '-t', '%0');
  await until(async () => (await shown()).length === 0, 'no pane of ours in any window');
  await terminal.until((screen) => screen.row(0).startsWith('WORK-a'), 'the work pane alone');
});

test.each(['SIGKILL', 'SIGTERM'] as const)('a sidebar that ends by %s comes back in its place', async (signal) => {
  const { world, terminal, shown } = await opened();
  await using _ = world;
  const places = async () =>
    (await world.tmux('list-windows', '-a', '-F', '#{window_layout}')).split('\n').map((layout) => geometry(layout));
  const before = await places();
  const [live] = await livePanes(world);
  world.signal(live?.pid ?? 0, signal);
  await until(async () => {
    const [now] = await livePanes(world);
    // Not the same pane: tmux may crash on what another process writes there.
    return now !== undefined && now.pane !== live?.pane && now.pid !== live?.pid;
  }, 'another process in another pane');
  await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar again');
  expect(await places()).toEqual(before);
  expect(await shown()).toHaveLength(3);
});

test.each(['window', 'session'])('it stays open when the %s that it is in is killed', async (what) => {
  const { world, terminal, shown } = await opened();
  await using _ = world;
  await terminal.prefix('o', '2');
  await terminal.until((screen) => screen.includes('WORK-b'), 'session b');
  await world.newWindow('b', 'third');
  await until(async () => (await shown()).length === 4, 'its slot');
  await world.tmux(`kill-${what}`, '-t', what === 'window' ? '=b:0' : '=b');
  await terminal.until(
    (screen) => screen.row(0).startsWith(' opensessions') && !screen.includes('WORK-b'),
    'the sidebar',
  );
  expect(await livePanes(world)).toHaveLength(1);
});

test('it stays open however often another terminal comes and goes', async () => {
  const { world } = await opened();
  await using _ = world;
  const lives = async (count: number) => until(async () => (await livePanes(world)).length === count, `${count} live`);
  for (let n = 0; n < 8; n += 1) {
    const other = await world.attach({ session: 'b' });
    await lives(2);
    await other.detach();
    await lives(1);
  }
});
