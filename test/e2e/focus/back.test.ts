import { describe, expect, test } from 'vitest';
import { atWork, current, focus, inSidebar, live, settledAt } from '../../support/desk.ts';
import { livePanes } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';

describe('from the sidebar back to exactly where it was', () => {
  test.each(['prefix o s', 'Esc', 'opensessions focus'])('by %s, and last-pane knows only work panes', async (way) => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    const go = async () => {
      if (way === 'opensessions focus') expect((await world.cli('focus', '--client', terminal.client)).code).toBe(0);
      else if (way === 'Esc' && (await focus(world, terminal)) === (await live(world))) await terminal.key('Escape');
      else await terminal.prefix('o', 's');
    };
    // As nobody writes down who has a terminal's focus, tmux is asked: which pane, which one before.
    for (const [at, before] of [
      [panes.two, panes.three],
      [panes.one, panes.two],
    ] as const) {
      await world.tmux('select-pane', '-t', at);
      await settledAt(world, at);
      await go();
      await inSidebar(world, terminal);
      await until(
        async () => (await world.tmux('list-panes', '-t', '=a:', '-F', '#{pane_id}')).includes(at),
        'its window',
      );
      await go();
      await until(async () => (await focus(world, terminal)) === at, 'the focus where it was');
      const last = () => world.tmux('list-panes', '-t', '=a:', '-f', '#{pane_last}', '-F', '#{pane_id}');
      await until(async () => (await last()) === before, 'the pane before that');
      await terminal.prefix(';');
      await until(async () => (await focus(world, terminal)) === before, 'last-pane goes there');
      await settledAt(world, before);
      await terminal.prefix(';');
      await until(async () => (await focus(world, terminal)) === at, 'last-pane comes back');
      await settledAt(world, at);
    }
  });

  test('after a round through other sessions', async () => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    await terminal.prefix('o', 's');
    await inSidebar(world, terminal);
    await terminal.key('Tab');
    await terminal.until(() => current(terminal) === 'b', 'session b');
    await terminal.key('BTab');
    await terminal.until(() => current(terminal) === 'a', 'session a again');
    await inSidebar(world, terminal);
    await terminal.key('Escape');
    await until(async () => (await focus(world, terminal)) === panes.two, 'the focus where it was');
    await terminal.prefix(';');
    await until(async () => (await focus(world, terminal)) === panes.three, 'where last-pane leads');
  });

  test('a pane that filled its window fills it again', async () => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    await terminal.prefix('z');
    await terminal.until((screen) => !screen.includes(' opensessions'), 'the pane alone');
    for (const back of [() => terminal.key('Escape'), () => terminal.prefix('o', 's')]) {
      await terminal.prefix('o', 's');
      await inSidebar(world, terminal);
      await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar');
      await back();
      await terminal.until((screen) => !screen.includes(' opensessions'), 'the pane alone again');
      expect(await focus(world, terminal)).toBe(panes.two);
    }
    await terminal.prefix('z');
    await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'all panes');
    await until(async () => (await livePanes(world))[0]?.width === 26, 'its width');
  });

  test('our own pane can fill the window, and switching from it leaves an orderly window', async () => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    const columns = async (session: string) =>
      (
        await world.tmux('list-panes', '-t', `=${session}:`, '-F', '#{?#{@opensessions},ours,work} #{pane_width}')
      ).split('\n')[0];
    await terminal.prefix('o', 's');
    await inSidebar(world, terminal);
    await terminal.prefix('z');
    await until(async () => (await livePanes(world))[0]?.width === 100, 'the sidebar alone');
    await terminal.key('2');
    await terminal.until(
      (screen) => screen.row(0).startsWith(' opensessions') && screen.includes('WORK-b'),
      'session b',
    );
    await until(
      async () => (await columns('a')) === 'ours 26' && (await columns('b')) === 'ours 26',
      'our width in both',
    );
    expect(await world.tmux('display-message', '-p', '-t', '=a:', '#{pane_id} #{window_zoomed_flag}')).toBe(
      `${panes.two} 0`,
    );
  });
});
