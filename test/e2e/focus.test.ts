import { describe, expect, test } from 'vitest';
import { livePanes, openSidebar, ourPanes } from '../support/sidebar.ts';
import type { Terminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';
import { type Client, World } from '../support/world.ts';

interface Desk {
  world: World;
  terminal: Client;
  /** Work panes of the window in session `a`: left, and two to its right. */
  panes: { one: string; two: string; three: string };
}

/** Session `a` with three work panes, sessions `b` and `c` with one; the sidebar open, the focus in pane two, in three before. */
async function atWork(tmuxConf = ''): Promise<Desk> {
  const world = await World.create({ tmuxConf });
  const { pane: one } = await world.newSession('a');
  const cat = (from: string) =>
    world.tmux('split-window', '-h', '-d', '-P', '-F', '#{pane_id}', '-t', from, 'exec cat');
  const two = await cat(one);
  const three = await cat(two);
  for (const name of ['b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  for (const pane of [three, two]) await world.tmux('select-pane', '-t', pane);
  await settledAt(world, two);
  return { world, terminal, panes: { one, two, three } };
}

/** The pane that the terminal's keys go to. */
async function focus(world: World, { client }: Client): Promise<string> {
  const clients = (await world.tmux('list-clients', '-F', '#{client_name} #{pane_id}')).split('\n');
  return clients.find((line) => line.startsWith(`${client} `))?.slice(client.length + 1) ?? '';
}

/** Until the daemon knows the focus too: what it does rests on that. */
async function settledAt(world: World, pane: string): Promise<void> {
  const daemon = await world.daemon();
  await until(async () => {
    const { sessions } = await daemon.state();
    return sessions.some(({ windows }) =>
      windows.some(({ panes }) => panes.some(({ id, active }) => id === pane && active)),
    );
  }, `the daemon to see the focus in ${pane}`);
}

const live = async (world: World): Promise<string> => (await livePanes(world))[0]?.pane ?? '';

async function inSidebar(world: World, terminal: Client): Promise<void> {
  await until(async () => (await focus(world, terminal)) === (await live(world)), 'the focus in the sidebar');
}

const shown = (world: World, pane: string) => world.tmux('capture-pane', '-p', '-t', pane);

/** The session that the bar stands at. */
const current = (terminal: Terminal) => terminal.sidebar().flatMap((line) => /^▌\d+ (\S+)/.exec(line)?.[1] ?? [])[0];

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

  test('while it opens for the first time, with what it is built of still asleep', async () => {
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
    for (const keys of [['s'], ['s'], ['t'], ['t'], ['2'], ['1']]) await terminal.prefix('o', ...keys);
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
