import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settledAt } from '../support/desk.ts';
import { livePanes, ourPanes } from '../support/sidebar.ts';
import { until } from '../support/until.ts';
import { World } from '../support/world.ts';
import { until as awaited, Sandbox } from './launcher-sandbox.ts';

describe('a key where no daemon runs', () => {
  test('opens the sidebar by itself; the daemon that this starts keeps its process and does the rest', async () => {
    await using world = await World.create();
    const work = await world.newSession('a');
    await world.newSession('b');
    const terminal = await world.attach({ session: 'a' });
    await world.loadPlugin();
    const { pid } = await world.daemon();
    await until(() => !world.processes().some(({ args }) => args.includes('announce')), 'the end of the set-up');
    await until(async () => (await ourPanes(world)).length > 0, 'the stash');
    world.signal(pid, 'SIGKILL');
    await until(
      async () => (await world.tmux('list-clients', '-F', '#{client_control_mode}')) === '0',
      'our lines to end',
    );
    await terminal.prefix('o', 's');
    await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar');
    const before = await livePanes(world);
    const slots = async () =>
      (await ourPanes(world)).filter(({ session, role }) => session === 'b' && role === 'slot').length;
    await until(async () => (await slots()) === 1, 'the slot in the other window');
    expect(await livePanes(world)).toEqual(before);
    expect(before).toMatchObject([{ session: 'a', active: true, width: 26 }]);
    await terminal.prefix('o', 's');
    await settledAt(world, work.pane);
  });

  test('that is held down opens one sidebar, and the layout is known as it was', async () => {
    using box = new Sandbox();
    box.run(box.launcher, ['setup']);
    box.tmux('new-session', '-d', '-s', 'a', '-x', '100', '-y', '30');
    const terminal = await box.attach('a');
    const [pane, layout] = box.tmux('display-message', '-p', '-t', 'a', '#{pane_id} #{window_layout}').split(' ');
    const key = `sh ${box.launcher} focus --client ${terminal.client} --pane ${pane}`;
    const { code } = box.run('/bin/sh', ['-c', `${key} & ${key} & ${key} & wait`], { env: box.inTmux() });
    expect(code).toBe(0);
    const roles = box.tmux('list-panes', '-t', 'a', '-F', '#{@opensessions}').split('\n').filter(Boolean);
    expect(roles).toEqual(['live']);
    expect(box.tmux('show-options', '-wv', '-t', 'a', '@opensessions-layout').split('+')[0]).toBe(layout);
  });

  test.each([
    ['{}', '26', 'left'],
    ['{\n  // "sidebarWidth": 40,\n  "sidebarWidth": 31,\n  "sidebarPosition": "right"\n}', '31', 'right'],
    ['{"sidebarWidth": 999}', '26', 'left'],
  ])('asks no other process where the sidebar is to be: with %s', async (config, width, position) => {
    using box = new Sandbox();
    mkdirSync(join(box.dir, 'config', 'opensessions'), { recursive: true });
    writeFileSync(join(box.dir, 'config', 'opensessions', 'config.json'), config);
    box.run(box.launcher, ['setup']);
    box.tmux('new-session', '-d', '-s', 'a', '-x', '100', '-y', '30');
    const terminal = await box.attach('a');
    const pane = box.tmux('display-message', '-p', '-t', 'a', '#{pane_id}');
    const key = (verb: string) =>
      box.run(box.launcher, [verb, '--client', terminal.client, '--pane', pane], { env: box.inTmux() });
    expect(key('focus')).toEqual({ code: 0, stdout: '', stderr: '' });
    const format = '#{@opensessions} #{pane_width} #{pane_left} #{pane_active} #{remain-on-exit}';
    const ours = box
      .tmux('list-panes', '-t', 'a', '-F', format)
      .split('\n')
      .find((line) => line.startsWith('live'));
    expect(ours).toBe(`live ${width} ${position === 'left' ? 0 : 100 - Number(width)} 1 on`);
    await awaited('the sidebar', () => box.calls().length === 1);
    expect(box.calls()).toEqual([['sidebar']]);
    // What comes now is the product's to judge: there is a sidebar.
    expect(key('toggle').code).toBe(0);
    expect(
      box
        .calls()
        .slice(1)
        .map(([verb]) => verb),
    ).toEqual(['toggle']);
  });

  test.each([
    ['narrow', ['resize-window', '-t', 'a', '-x', '60']],
    ['zoomed', ['split-window', '-t', 'a', ';', 'resize-pane', '-Z', '-t', 'a']],
  ])('leaves a window that is %s to the daemon', async (_, change) => {
    using box = new Sandbox();
    box.run(box.launcher, ['setup']);
    box.tmux('new-session', '-d', '-s', 'a', '-x', '100', '-y', '30');
    const terminal = await box.attach('a');
    box.tmux(...change);
    const pane = box.tmux('display-message', '-p', '-t', 'a', '#{pane_id}');
    box.run(box.launcher, ['focus', '--client', terminal.client, '--pane', pane], { env: box.inTmux() });
    expect(box.calls()).toEqual([['focus', '--client', terminal.client, '--pane', pane]]);
    expect(box.tmux('list-panes', '-t', 'a', '-F', '#{@opensessions}')).not.toContain('live');
  });
});
