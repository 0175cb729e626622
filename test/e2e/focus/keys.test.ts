import { describe, expect, test } from 'vitest';
import { atWork, current, focus, inSidebar, live, settledAt, shown } from '../../support/desk.ts';
import { livePanes, ourPanes } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { World } from '../../support/world.ts';

describe('keys go where they are meant to go', () => {
  test('also when the daemon sleeps: the key that goes to the sidebar, and those that go back or close it', async () => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    const { pid } = await world.daemon();

    world.signal(pid, 'SIGSTOP');
    await terminal.prefix('o', 's');
    await terminal.type('j');
    expect(await focus(world, terminal)).toBe(await live(world));
    world.signal(pid, 'SIGCONT');
    await terminal.until(
      () => terminal.sidebar().some((_line, row) => terminal.screen().cell(row, 3).inverse),
      'a cursor',
    );

    world.signal(pid, 'SIGSTOP');
    await terminal.prefix('o', 's');
    await terminal.type('back');
    await until(async () => (await shown(world, panes.two)).includes('back'), 'the keys in the work pane');
    world.signal(pid, 'SIGCONT');
    await settledAt(world, panes.two);

    await terminal.prefix('o', 's');
    await inSidebar(world, terminal);
    world.signal(pid, 'SIGSTOP');
    await terminal.prefix('o', 't');
    await terminal.type('qy-closed');
    await until(async () => (await shown(world, panes.two)).includes('qy-closed'), 'the keys in the work pane');
    world.signal(pid, 'SIGCONT');
    await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'it closed');
    expect(await focus(world, terminal)).toBe(panes.two);
  });

  test('and do what they say one after the other, when the daemon hears of them together', async () => {
    const { world, terminal } = await atWork();
    await using _ = world;
    const { pid } = await world.daemon();
    await terminal.prefix('o', 's');
    await inSidebar(world, terminal);
    world.signal(pid, 'SIGSTOP');
    for (const key of ['2', '3', 'e']) await terminal.prefix('o', key);
    const asked = () => world.tmux('show-environment', '-gh', 'OPENSESSIONS_REQUEST');
    await until(async () => /switch 2 .*switch 3 .*even /.test(await asked()), 'all three requests');
    world.signal(pid, 'SIGCONT');
    await terminal.until((screen) => current(terminal) === 'c' && screen.includes('WORK-c'), 'session c');
    await terminal.prefix('(');
    await terminal.until((screen) => screen.includes('WORK-b'), 'session b, from c');
  });

  test('with the sidebar on the right, too', async () => {
    const { world, terminal, panes } = await atWork('set -g @opensessions-position right');
    await using _ = world;
    const { pid } = await world.daemon();
    world.signal(pid, 'SIGSTOP');
    await terminal.prefix('o', 's');
    await until(async () => (await focus(world, terminal)) === (await live(world)), 'the focus in the sidebar');
    await terminal.prefix('o', 's');
    await until(async () => (await focus(world, terminal)) === panes.two, 'the focus where it was');
    world.signal(pid, 'SIGCONT');
  });

  test('while it opens for the first time', async () => {
    await using world = await World.create();
    const { pane } = await world.newSession('a');
    const terminal = await world.attach({ session: 'a' });
    await world.loadPlugin();
    await terminal.prefix('o', 't');
    await terminal.type('qy');
    await terminal.until((screen) => screen.lines.some((line) => line.includes('▌')), 'the sidebar');
    await terminal.type('-after');
    await until(async () => (await shown(world, pane)).includes('qy-after'), 'all keys in the work pane');
    expect(await focus(world, terminal)).toBe(pane);
  });

  test('of a program that types into our pane by mistake: nothing happens, and that is said', async () => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    const { pid } = await world.daemon();
    const pane = await live(world);
    const state = async () => (await (await world.daemon()).state()).sessions.map(({ name }) => name);
    const before = await world.tmux('list-panes', '-a', '-F', '#{pane_id}');

    const wrong = [
      ['q', 'y'],
      ['x', 'y'],
      ['n', 'z', 'Enter'],
      ['R', 'z', 'Enter'],
      ['2'],
      ['j', 'Enter'],
      ['Tab'],
      ['>'],
    ];
    const text = () => terminal.sidebar().join('\n');
    for (const keys of wrong) {
      // It takes the last refusal from the screen; what each key then does is seen before the next one.
      for (const key of ['k', ...keys]) {
        const seen = text();
        await world.tmux('send-keys', '-t', pane, key);
        await terminal.until(() => text() !== seen || (key === 'k' && !seen.includes('ignored')), `${key} to be heard`);
      }
      await terminal.until(() => text().includes('ignored'), `${keys.join(' ')} to be refused`);
    }
    expect(await state()).toEqual(['a', 'b', 'c']);
    expect(await world.tmux('list-panes', '-a', '-F', '#{pane_id}')).toBe(before);
    expect(await focus(world, terminal)).toBe(panes.two);
    expect((await world.daemon()).pid).toBe(pid);
    expect((await livePanes(world))[0]?.width).toBe(26);

    await terminal.prefix('o', 's');
    await terminal.type('2');
    await terminal.until(
      (screen) => current(terminal) === 'b' && screen.includes('WORK-b'),
      'the first key with the focus',
    );
  });
});

test('keys of a client that has a focus of its own count as well', async () => {
  await using world = await World.create();
  for (const name of ['a', 'b']) await world.newSession(name);
  const args = ['-S', world.socket, 'attach-session', '-f', 'active-pane', '-t', '=a'];
  const terminal = world.terminal(process.env['OPENSESSIONS_TMUX'] ?? 'tmux', args);
  await terminal.until((screen) => screen.includes('WORK-a'), 'the client');
  await world.loadPlugin();
  await terminal.prefix('o', 's');
  await terminal.until(() => current(terminal) === 'a', 'the sidebar', { timeoutMs: 20_000 });
  // Once around: from here on it is in the sidebar, wherever the window's own focus goes.
  for (const _time of [1, 2]) await terminal.prefix('Left');
  await world.tmux('select-pane', '-t', '=a:.{right}');
  expect(await world.tmux('display-message', '-p', '-t', '=a:', '#{@opensessions}')).toBe('');
  await terminal.key('2');
  await terminal.until((screen) => current(terminal) === 'b' && screen.includes('WORK-b'), 'session b');
});
