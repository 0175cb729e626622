import { describe, expect, test } from 'vitest';
import { current, cursor } from '../../support/desk.ts';
import { livePanes, openSidebar, ourPanes, sidebarPids } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { type Client, World, type WorldOptions } from '../../support/world.ts';
import { complaints, looked } from './shape.ts';

/** Sessions `a`, `b`, `c`; a terminal on `a` with the sidebar, and a second one on another session. */
async function two(session: string, options: WorldOptions = {}, size: { cols?: number; rows?: number } = {}) {
  const world = await World.create(options);
  for (const name of ['a', 'b', 'c']) await world.newSession(name);
  const first = await world.attach({ session: 'a' });
  await openSidebar(world, first);
  const second = await world.attach({ session, ...size });
  await second.until(() => current(second) === session, 'the sidebar in the second terminal');
  await looked(world);
  await world.settled(first);
  if (current(first) !== 'a') throw new Error('the first terminal lost its sidebar');
  return { world, first, second };
}

async function liveSessions(world: World): Promise<string[]> {
  await looked(world);
  return (await livePanes(world)).map(({ session }) => session).toSorted();
}

describe('two terminals', () => {
  test('on two sessions have a sidebar each, with a bar and a cursor of its own', async () => {
    const { world, first, second } = await two('b');
    await using _ = world;
    expect(await liveSessions(world)).toEqual(['a', 'b']);
    expect([current(first), current(second)]).toEqual(['a', 'b']);
    await first.key('j');
    await first.key('j');
    await first.until(() => cursor(first) === 'c', 'the cursor of the first at c');
    await second.prefix('o', 's');
    await until(async () => (await livePanes(world)).every(({ active }) => active), 'the focus in both sidebars');
    await second.key('k');
    await second.until(() => cursor(second) === 'a', 'the cursor of the second at a');
    expect(cursor(first)).toBe('c');
    await first.key('Enter');
    await first.until((screen) => screen.includes('WORK-c') && current(first) === 'c', 'session c in the first');
    expect(await liveSessions(world)).toEqual(['b', 'c']);
    expect([current(second), cursor(second)]).toEqual(['b', 'a']);
    expect(complaints(world)).toEqual([]);
  });

  test('on one session share its window and its sidebar', async () => {
    const { world, first, second } = await two('a');
    await using _ = world;
    expect(await liveSessions(world)).toEqual(['a']);
    await second.prefix('o', '2');
    await second.until((screen) => screen.includes('WORK-b') && current(second) === 'b', 'session b in the second');
    await first.until((screen) => screen.includes('WORK-a') && current(first) === 'a', 'the first as it was');
    expect(await liveSessions(world)).toEqual(['a', 'b']);
    await second.prefix('o', '1');
    await second.until((screen) => screen.includes('WORK-a') && current(second) === 'a', 'session a in the second');
    expect(await liveSessions(world)).toEqual(['a']);
    await until(() => sidebarPids(world).length === 1, 'one process');
  });

  test('trade sessions, detach and come back', async () => {
    const { world, first, second } = await two('b');
    await using _ = world;
    await first.prefix('o', '2');
    await second.prefix('o', '1');
    await first.until((screen) => screen.includes('WORK-b') && current(first) === 'b', 'b in the first');
    await second.until((screen) => screen.includes('WORK-a') && current(second) === 'a', 'a in the second');
    expect(await liveSessions(world)).toEqual(['a', 'b']);
    await second.detach();
    await until(async () => (await liveSessions(world)).join() === 'b', 'one sidebar');
    const third = await world.attach({ session: 'c' });
    await third.until(() => current(third) === 'c', 'the sidebar in c');
    await first.detach();
    await third.detach();
    // The last live pane stays, so that whoever comes next waits for no start.
    await until(async () => (await liveSessions(world)).length === 1, 'one process that waits');
    await until(() => sidebarPids(world).length === 1, 'the end of the other ones');
    const pids = sidebarPids(world);
    const fourth = await world.attach({ session: 'a' });
    await fourth.until(() => current(fourth) === 'a', 'the sidebar in a');
    expect(sidebarPids(world)).toEqual(pids);
    expect(complaints(world)).toEqual([]);
  });

  test.each(['latest', 'largest', 'smallest', 'manual'])(
    'of different sizes on one session, window-size %s: the sidebar has its width in both',
    async (windowSize) => {
      const { world, first, second } = await two('a', {}, { cols: 140, rows: 40 });
      await using _ = world;
      // Not in tmux.conf: with `manual` there tmux 3.3a dies at its first session.
      await world.tmux('set-option', '-g', 'window-size', windowSize);
      for (const [columns, rows] of [
        [90, 20],
        [180, 50],
        [140, 40],
      ] as const)
        second.resize(columns, rows);
      await looked(world);
      for (const terminal of [second, first]) {
        await terminal.prefix('o', '2');
        await terminal.until((screen) => screen.includes('WORK-b'), 'session b');
        await looked(world);
        const ours = (await ourPanes(world)).filter(({ session }) => session !== '_os_stash');
        expect(ours.map(({ width }) => width)).toEqual([26, 26, 26]);
      }
      expect(await liveSessions(world)).toEqual(['b']);
      expect(complaints(world)).toEqual([]);
    },
  );
});

test('a control-mode client of somebody else is nobody who looks', async () => {
  const { world, terminal } = await controlled();
  await using _ = world;
  expect(await liveSessions(world)).toEqual(['a']);
  await terminal.prefix('o', '3');
  await terminal.until((screen) => screen.includes('WORK-c') && current(terminal) === 'c', 'session c');
  expect(await liveSessions(world)).toEqual(['c']);
  await world.tmux('new-window', '-t', '=b:', 'cat');
  expect(await liveSessions(world)).toEqual(['c']);
  expect(complaints(world)).toEqual([]);
});

async function controlled(): Promise<{ world: World; terminal: Client }> {
  const world = await World.create();
  for (const name of ['a', 'b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  world.terminal(process.env['OPENSESSIONS_TMUX'] ?? 'tmux', ['-C', '-S', world.socket, 'attach-session', '-t', '=b']);
  await until(
    async () => /^1 b$/m.test(await world.tmux('list-clients', '-F', '#{client_control_mode} #{session_name}')),
    'the control-mode client',
  );
  return { world, terminal };
}

test('a window that grouped and linked sessions share has one pane of ours', async () => {
  const world = await World.create();
  await using _ = world;
  const { window } = await world.newSession('a');
  await world.newSession('b');
  await world.tmux('new-session', '-d', '-s', 'grouped', '-t', '=a');
  await world.tmux('link-window', '-d', '-s', window, '-t', '=b:7');
  const first = await world.attach({ session: 'a' });
  await openSidebar(world, first);
  const inShared = async () =>
    new Set((await ourPanes(world)).filter((one) => one.window === window).map(({ pane }) => pane)).size;
  await looked(world);
  expect(await inShared()).toBe(1);
  const rows = () => first.sidebar().flatMap((line) => /^[▌ ]\d+ (\S+)/.exec(line)?.[1] ?? []);
  expect(rows()).toEqual(['a', 'b', 'grouped']);

  const second = await world.attach({ session: 'grouped' });
  await second.until(
    (screen) => screen.includes('WORK-a') && screen.row(0).startsWith(' opensessions'),
    'the same window',
  );
  await looked(world);
  expect(await inShared()).toBe(1);
  expect(new Set((await livePanes(world)).map(({ pane }) => pane)).size).toBe(1);

  await second.prefix('o', '2');
  await second.until((screen) => screen.includes('WORK-b'), 'session b');
  await world.tmux('select-window', '-t', '=b:7');
  await second.until(
    (screen) => screen.includes('WORK-a') && screen.row(0).startsWith(' opensessions'),
    'the linked window',
  );
  await looked(world);
  expect(await inShared()).toBe(1);
  await world.tmux('unlink-window', '-t', '=b:7');
  await looked(world);
  expect(await inShared()).toBe(1);
  await second.until(
    (screen) => screen.includes('WORK-b') && screen.row(0).startsWith(' opensessions'),
    'its own window',
  );
  expect(complaints(world)).toEqual([]);
});
