import { describe, expect, test } from 'vitest';
import { atWork, current, inSidebar, live, shown } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

describe('beside what else takes keys', () => {
  test('a popup has the keys, and the sidebar goes on behind it', async () => {
    const { world, terminal } = await atWork();
    await using _ = world;
    await terminal.prefix('o', 's');
    await inSidebar(world, terminal);
    const popup = world.tmux(
      'display-popup',
      '-c',
      terminal.client,
      '-x',
      '60',
      '-y',
      '20',
      '-w',
      '30',
      '-h',
      '6',
      '-E',
      'printf "IN-%s" POPUP; cat',
    );
    await terminal.until((screen) => screen.includes('IN-POPUP'), 'the popup');
    await terminal.type('qy');
    await terminal.until((screen) => screen.includes('IN-POPUPqy'), 'the keys in the popup');
    await world.curl('/set-status', { session: 'a', text: 'pushed' });
    await terminal.until((screen) => screen.lines.some((line) => line.trimStart().startsWith('pushed')), 'the status');
    expect(terminal.screen().text).not.toContain('quit');
    await terminal.key('C-d');
    await terminal.key('C-d');
    await popup;
    await terminal.key('2');
    await terminal.until(
      (screen) => current(terminal) === 'b' && screen.includes('WORK-b'),
      'keys in the sidebar again',
    );
  });

  test('copy mode of a work pane stays, and in our own the keys are copy mode’s', async () => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    const inMode = (pane: string) => world.tmux('display-message', '-p', '-t', pane, '#{pane_in_mode}');
    await terminal.prefix('[');
    await until(async () => (await inMode(panes.two)) === '1', 'copy mode');
    for (const key of ['s', 's', 't', 't', '2']) await terminal.prefix('o', key);
    // tmux forgets a prefix that was pressed before the client comes to another session.
    await terminal.until(() => current(terminal) === 'b', 'session b');
    await terminal.prefix('o', '1');
    await terminal.until(
      (screen) => current(terminal) === 'a' && screen.row(0).startsWith(' opensessions'),
      'session a',
    );
    expect(await inMode(panes.two)).toBe('1');

    await terminal.prefix('o', 's');
    await inSidebar(world, terminal);
    await terminal.prefix('[');
    await until(async () => (await inMode(await live(world))) === '1', 'copy mode in our pane');
    // In copy mode it leaves that; in the sidebar it would ask.
    await terminal.key('q');
    await until(async () => (await inMode(await live(world))) === '0', 'its end');
    await world.settled(terminal);
    expect(terminal.sidebar().join('\n')).not.toMatch(/quit/i);
    await terminal.key('2');
    await terminal.until(() => current(terminal) === 'b', 'session b');
  });

  test('synchronize-panes neither types into the sidebar nor from it', async () => {
    const { world, terminal, panes } = await atWork();
    await using _ = world;
    await world.tmux('set-option', '-w', '-t', '=a:', 'synchronize-panes', 'on');
    await terminal.type('qy');
    const everywhere = async () => {
      const texts = await Promise.all([panes.two, panes.three].map((pane) => shown(world, pane)));
      return texts.every((text) => text.includes('qy'));
    };
    await until(everywhere, 'the keys in all work panes');
    await world.settled(terminal);
    expect(terminal.sidebar().join('\n')).not.toMatch(/quit|ignored/i);
    await terminal.prefix('o', 's');
    await inSidebar(world, terminal);
    await terminal.type('k');
    await terminal.key('2');
    await terminal.until(() => current(terminal) === 'b', 'session b');
    expect(await shown(world, panes.two)).not.toMatch(/k|2/);
  });
});
