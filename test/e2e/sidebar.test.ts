import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { current, cursor } from '../support/desk.ts';
import { livePanes, openSidebar, ourPanes, sidebarPids } from '../support/sidebar.ts';
import type { Terminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';
import { type Client, projectRoot, World } from '../support/world.ts';

/** Sessions `a`, `b`, `c`; a terminal on `a`; the sidebar open and focused. */
async function opened(options: Parameters<typeof World.create>[0] = {}): Promise<{ world: World; terminal: Client }> {
  const world = await World.create(options);
  for (const name of ['a', 'b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  return { world, terminal };
}

/** The row of a session in the list: bar or blank, index, name. */
function listed(terminal: Terminal, name: string): string {
  return terminal.sidebar().find((line) => new RegExp(`^[▌ ]\\d+ ${name} *$`).test(line)) ?? '';
}

async function sessionOf(world: World, { client }: Client): Promise<string> {
  return (await world.tmux('list-clients', '-F', '#{client_name} #{session_name}'))
    .split('\n')
    .flatMap((line) => (line.startsWith(`${client} `) ? [line.slice(client.length + 1)] : []))
    .join();
}

function byRole(a: { role: string }, b: { role: string }): number {
  return a.role.localeCompare(b.role);
}

/** Pids of the daemon's two lines. */
function controlLines(world: World): number[] {
  return world
    .processes()
    .filter(({ args }) => args.includes('-C'))
    .map(({ pid }) => pid);
}

function everythingEnds(world: World): Promise<unknown> {
  return until(() => {
    const left = world.processes();
    if (left.length > 0)
      throw new Error(`still there: ${left.map(({ pid, args }) => `${pid} ${args.join(' ')}`).join('; ')}`);
    return true;
  }, 'everything to end');
}

/** The redraws since a mark that painted the given texts, once everything has been drawn. */
async function draws(world: World, terminal: Client, since: ReturnType<Terminal['mark']>, ...texts: string[]) {
  await world.settled(terminal);
  return terminal
    .redraws(since)
    .map((frame) => texts.map((text) => frame.draws(text)))
    .filter((counts) => counts.some((count) => count > 0));
}

describe('the sidebar', () => {
  test('opens with prefix o s, lists the sessions in creation order and has the focus', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    await terminal.until(() => cursor(terminal) === 'a', 'the cursor at the own session');
    expect(['a', 'b', 'c'].map((name) => listed(terminal, name).trimEnd())).toEqual(['▌1 a', ' 2 b', ' 3 c']);
    const ours = async () => (await ourPanes(world)).filter(({ session }) => session !== '_os_stash').toSorted(byRole);
    await until(async () => (await ours()).length === 3, 'a pane of ours in each window');
    const [live, ...others] = await ours();
    expect(live).toMatchObject({ session: 'a', role: 'live', width: 26, active: true });
    expect(others.map(({ session, role, pid, active }) => ({ session, role, pid, active }))).toEqual([
      { session: 'b', role: 'slot', pid: 0, active: false },
      { session: 'c', role: 'slot', pid: 0, active: false },
    ]);
  });

  test('moves its cursor, and switches with Enter, Tab and digits', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    await terminal.key('j');
    await terminal.until(() => cursor(terminal) === 'b', 'the cursor at b');
    await terminal.key('Enter');
    await terminal.until((screen) => current(terminal) === 'b' && screen.includes('WORK-b'), 'session b');
    expect((await livePanes(world)).map(({ session, active }) => [session, active])).toEqual([['b', false]]);

    await terminal.prefix('o', 's');
    await until(async () => (await livePanes(world))[0]?.active, 'the focus in the sidebar');
    await terminal.key('Tab');
    await terminal.until(() => current(terminal) === 'c' && cursor(terminal) === 'c', 'session c');
    await until(async () => (await livePanes(world)).some(({ session, active }) => session === 'c' && active), 'focus');
    await terminal.key('BTab');
    await terminal.until(() => current(terminal) === 'b', 'session b again');
    await terminal.key('1');
    await terminal.until((screen) => current(terminal) === 'a' && screen.includes('WORK-a'), 'session a');
    expect((await livePanes(world)).map(({ session, active }) => [session, active])).toEqual([['a', false]]);
    await terminal.prefix('o', '3');
    await terminal.until((screen) => current(terminal) === 'c' && screen.includes('WORK-c'), 'session c by its key');
  });

  test('creates a session and kills it: the client lands where it was before', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    await terminal.prefix('o', '3');
    await terminal.until(() => current(terminal) === 'c', 'session c');
    await terminal.prefix('o', 's');
    await until(async () => (await livePanes(world))[0]?.active, 'the focus in the sidebar');
    await world.tmux('set-environment', '-g', 'OPENSESSIONS_PICKER', 'own');
    await terminal.key('n');
    await terminal.until((screen) => screen.includes('Esc close'), 'the popup');
    await terminal.type('fresh');
    await terminal.until((screen) => screen.includes('+ create session fresh'), 'the offer');
    await terminal.key('Enter');
    await terminal.until(() => current(terminal) === 'fresh', 'the new session');
    expect(await sessionOf(world, terminal)).toBe('fresh');
    await until(() => !world.processes().some(({ args }) => args.includes('sessionizer')), 'that the popup has closed');
    expect(await world.tmux('list-panes', '-t', '=fresh:', '-F', '#{?#{@opensessions},ours,work}')).toBe('ours\nwork');

    await terminal.prefix('o', 's');
    await until(async () => (await livePanes(world))[0]?.active, 'the focus in the sidebar');
    await terminal.key('x');
    await terminal.until((screen) => screen.text.includes('fresh') && /kill/i.test(screen.text), 'the question');
    await terminal.key('y');
    await terminal.until(() => current(terminal) === 'c' && listed(terminal, 'fresh') === '', 'session c again');
    expect(await world.tmux('list-sessions', '-F', '#{session_name}')).toBe('_os_stash\na\nb\nc');
    expect(sidebarPids(world)).toHaveLength(1);
  });

  test('shows what curl pushes, in the card and in the panel', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    expect((await world.curl('/set-status', { session: 'a', text: 'Indexing', tone: 'info' })).status).toBe(204);
    await world.curl('/set-progress', { session: 'a', current: 3, total: 10, label: 'files' });
    await world.curl('/log', { session: 'a', message: 'Build started', tone: 'info', source: 'ci' });
    await world.curl('/log', { session: 'a', message: 'Tests passed', tone: 'success', source: 'ci' });
    await terminal.until(({ lines }) => {
      const sidebar = lines.map((line) => line.slice(0, 26).trimEnd());
      const panel = ['ℹ Indexing', '· 3/10 files ███', 'ℹ [ci] Build started', '✓ [ci] Tests passed'];
      return (
        sidebar.some((line) => line === '   Indexing · 3/10 files') &&
        panel.every((text) => sidebar.some((line) => line.trimStart().startsWith(text)))
      );
    }, 'status, progress and log');
  });

  test('follows the branch that is checked out', async () => {
    const world = await World.create();
    await using _ = world;
    const dir = join(world.home, 'repository');
    mkdirSync(dir);
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: dir, env: { ...world.env, GIT_CONFIG_NOSYSTEM: '1' } });
    git('init', '-q', '-b', 'trunk');
    await world.newSession('a', { dir });
    const terminal = await world.attach({ session: 'a' });
    await openSidebar(world, terminal);
    await terminal.until(() => terminal.sidebar().some((line) => line.trimEnd() === '   trunk'), 'the branch');
    git('checkout', '-q', '-b', 'feature');
    await terminal.until(() => terminal.sidebar().some((line) => line.trimEnd() === '   feature'), 'the other branch');
  });

  test('gives the focus back with Escape', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    await terminal.key('Escape');
    await until(async () => !(await livePanes(world))[0]?.active, 'the focus in the work pane');
    await terminal.type('typed');
    await terminal.until((screen) => screen.text.includes('typed'), 'the keys in the work pane');
  });
});

describe('switching outside of the sidebar', () => {
  test.each(['running', 'stopped'])('is one redraw with the sidebar in it, the daemon %s', async (daemonState) => {
    const { world, terminal } = await opened();
    await using _ = world;
    await world.newWindow('a', 'second');
    await until(async () => (await ourPanes(world)).filter(({ session }) => session === 'a').length === 2, 'its slot');
    await terminal.key('Escape');
    await until(async () => !(await livePanes(world))[0]?.active, 'the focus in the work pane');
    // A window that was never looked at still has the size it was born with, and its first visit resizes it.
    for (const name of ['b', 'a']) {
      await world.tmux('switch-client', '-c', terminal.client, '-t', `=${name}`);
      await terminal.until(
        (screen) => current(terminal) === name && screen.includes(`WORK-${name}`),
        `session ${name}`,
      );
    }
    const { pid } = await world.daemon();
    if (daemonState === 'stopped') world.signal(pid, 'SIGSTOP');
    await world.settled(terminal);

    const switches: [what: string, marker: string, run: () => Promise<unknown>][] = [
      ['select-window', 'WORK-second', () => world.tmux('select-window', '-t', '=a:1')],
      ['prefix n', 'WORK-a', () => terminal.prefix('n')],
      ['switch-client', 'WORK-b', () => world.tmux('switch-client', '-c', terminal.client, '-t', '=b')],
      ['switch-client back', 'WORK-a', () => world.tmux('switch-client', '-c', terminal.client, '-t', '=a')],
    ];
    for (const [what, marker, run] of switches) {
      const mark = terminal.mark();
      await run();
      await terminal.until((screen) => screen.includes(marker), `${marker} after ${what}`);
      expect(await draws(world, terminal, mark, marker, 'opensessions'), what).toEqual([[1, 1]]);
      const live = await livePanes(world);
      expect(
        live.map(({ windowActive }) => windowActive),
        what,
      ).toEqual([true]);
    }
    if (daemonState === 'stopped') world.signal(pid, 'SIGCONT');
  });

  test('in a session that nobody looks at steals nothing', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    await world.newWindow('b', 'hidden');
    await until(async () => (await ourPanes(world)).filter(({ session }) => session === 'b').length === 2, 'its slot');
    const [before] = await livePanes(world);
    await world.settled(terminal);
    const mark = terminal.mark();
    await world.tmux('select-window', '-t', '=b:1');
    await world.settled(terminal);
    expect((await livePanes(world)).map(({ pane, window }) => [pane, window])).toEqual([
      [before?.pane, before?.window],
    ]);
    // The sidebar itself may still have something to say.
    expect(terminal.redraws(mark, terminal.workArea())).toEqual([]);
  });
});

describe('its place', () => {
  test('follows the options, in all windows, with the same process', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    const pids = sidebarPids(world);
    await world.tmux('set-option', '-g', '@opensessions-position', 'right');
    await world.tmux('set-option', '-g', '@opensessions-width', '32');
    await terminal.key('r');
    await terminal.until((screen) => screen.row(0).slice(68).startsWith(' opensessions'), 'the sidebar on the right');
    await until(async () => {
      const ours = (await ourPanes(world)).filter(({ session }) => session !== '_os_stash');
      return ours.length === 3 && ours.every(({ width }) => width === 32);
    }, 'three panes of ours, 32 columns wide');
    expect(sidebarPids(world)).toEqual(pids);
  });

  test('is given up in a window that is too narrow, and taken again', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    const pids = sidebarPids(world);
    terminal.resize(30, 20);
    await until(async () => (await ourPanes(world)).every(({ session }) => session !== 'a'), 'no pane of ours');
    terminal.resize(100, 30);
    await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar again');
    expect(sidebarPids(world)).toEqual(pids);
  });
});

test.each(['left', 'right'])(
  'prefix o e makes the work panes equally wide, the sidebar stays (%s)',
  async (position) => {
    const { world, terminal } = await opened({ tmuxConf: `set -g @opensessions-position ${position}` });
    await using _ = world;
    for (const size of ['10', '20']) await world.tmux('split-window', '-h', '-d', '-l', size, '-t', '%0', 'cat');
    await terminal.prefix('o', 'e');
    const widths = async () =>
      (await world.tmux('list-panes', '-t', '=a:', '-F', '#{?#{@opensessions},ours,work} #{pane_width}')).split('\n');
    const expected = ['work 23', 'work 24', 'work 24'];
    await until(async () => {
      const all = await widths();
      const ours = position === 'left' ? all.shift() : all.pop();
      return ours === 'ours 26' && all.toSorted().join() === expected.join();
    }, 'equal widths');
  },
);

describe('in many windows', () => {
  test('there is one sidebar process, and toggling keeps it', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    for (let n = 0; n < 9; n += 1) await world.newWindow('abc'[n % 3] ?? 'a', `more${n}`);
    const ours = async () => (await ourPanes(world)).filter(({ session }) => session !== '_os_stash');
    await until(async () => (await ours()).length === 12, 'a pane of ours in each of 12 windows');
    expect(sidebarPids(world)).toHaveLength(1);
    expect((await ours()).filter(({ role }) => role === 'live')).toHaveLength(1);

    const [pid] = sidebarPids(world);
    await terminal.prefix('o', 't');
    await terminal.until((screen) => screen.row(0).startsWith('WORK-a'), 'the work pane alone');
    expect(await ours()).toEqual([]);
    await terminal.prefix('o', 't');
    await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar again');
    await until(async () => (await ours()).length === 12, 'all panes of ours again');
    expect(sidebarPids(world)).toEqual([pid]);
  });

  test('no tmux process is started by an event', async () => {
    const { world, terminal } = await opened({ record: ['tmux'] });
    await using _ = world;
    await world.settled(terminal);
    const spawned = await world.spawnedDuring(async () => {
      await world.tmux('new-window', '-d', '-t', '=a:', 'cat');
      await until(
        async () => (await ourPanes(world)).filter(({ session }) => session === 'a').length === 2,
        'its slot',
      );
      await world.tmux('switch-client', '-c', terminal.client, '-t', '=b');
      await terminal.until(() => current(terminal) === 'b', 'session b');
      await world.curl('/set-status', { session: 'b', text: 'pushed' });
      await terminal.until((screen) => screen.text.includes('pushed'), 'the status');
      await terminal.prefix('o', '3');
      await terminal.until(() => current(terminal) === 'c', 'session c');
      await terminal.prefix('o', 't');
      await terminal.until((screen) => screen.row(0).startsWith('WORK-c'), 'the work pane alone');
    });
    expect(spawned).toEqual([]);
  });
});

describe('windows and sessions that end', () => {
  test('a window whose last work pane exits closes, and the sidebar goes on with the same process', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    const { pane } = await world.newWindow('a', 'short');
    await until(async () => (await ourPanes(world)).filter(({ session }) => session === 'a').length === 2, 'its slot');
    const pids = sidebarPids(world);
    await world.tmux('select-window', '-t', '=a:1');
    await terminal.until((screen) => screen.includes('WORK-short'), 'the second window');
    await world.tmux('kill-pane', '-t', pane);
    await terminal.until(
      (screen) => screen.includes('WORK-a') && screen.row(0).startsWith(' opensessions'),
      'the first',
    );
    expect(await world.tmux('list-windows', '-t', '=a:', '-F', '#I')).toBe('0');
    expect(sidebarPids(world)).toEqual(pids);
  });

  test('the tmux server ends with the last session, and everything with it', async () => {
    const world = await World.create({ env: { OPENSESSIONS_LINGER_MS: '500' } });
    await using _ = world;
    const { pane } = await world.newSession('a');
    const terminal = await world.attach({ session: 'a' });
    await openSidebar(world, terminal);
    await world.tmux('kill-pane', '-t', pane);
    await terminal.exited;
    await everythingEnds(world);
  });

  test('the tmux server ends with the last session also when the daemon is gone', async () => {
    const world = await World.create({ env: { OPENSESSIONS_LINGER_MS: '500' } });
    await using _ = world;
    const { pane } = await world.newSession('a');
    const terminal = await world.attach({ session: 'a' });
    await openSidebar(world, terminal);
    await terminal.prefix('o', 't');
    await terminal.until((screen) => screen.row(0).startsWith('WORK-a'), 'the work pane alone');
    for (const pid of [...sidebarPids(world), (await world.daemon()).pid]) world.signal(pid, 'SIGKILL');
    await world.tmux('kill-pane', '-t', pane);
    await terminal.exited;
    await everythingEnds(world);
  });

  test('nothing is left running when the tmux server is killed', async () => {
    const { world } = await opened({ env: { OPENSESSIONS_LINGER_MS: '500' } });
    await using _ = world;
    expect(await world.leftovers()).toEqual([]);
  });
});

describe('the stash', () => {
  test.each([
    [['A', 'b', 'm'], ')('],
    [['b', 'm', 'z'], ')('],
    [['A', 'B', 'C'], '('],
    [['a', 'b'], ')'],
  ])('is walked past: among %j each key of %j leads through all of them', async (names, keys) => {
    const world = await World.create();
    await using _ = world;
    for (const name of names) await world.newSession(name);
    const first = names[0] ?? '';
    const terminal = await world.attach({ session: first });
    await openSidebar(world, terminal);
    const lines = controlLines(world);
    for (const key of keys) {
      const walked: string[] = [];
      for (const _step of names) {
        const before = await sessionOf(world, terminal);
        await terminal.prefix(key);
        await until(async () => ![before, '_os_stash'].includes(await sessionOf(world, terminal)), 'another session');
        walked.push(await sessionOf(world, terminal));
      }
      expect(controlLines(world)).toEqual(lines);
      const round = key === ')' ? names : names.toReversed();
      const next = round.indexOf(first) + 1;
      expect(walked, key).toEqual([...round.slice(next), ...round.slice(0, next)]);
    }
  });
});

describe('a daemon that is killed', () => {
  test('comes back by itself, and with it everything', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    const { pid } = await world.daemon();
    const pids = sidebarPids(world);
    world.signal(pid, 'SIGKILL');
    await until(() => !world.processes().some((info) => info.pid === pid), 'the end of the daemon');
    await until(async () => (await world.daemon()).pid !== pid, 'another daemon');
    await terminal.prefix('o', '2');
    await terminal.until((screen) => current(terminal) === 'b' && screen.includes('WORK-b'), 'a switch by key');
    expect(sidebarPids(world)).toEqual(pids);
    await world.newWindow('b', 'later');
    await until(async () => (await ourPanes(world)).filter(({ session }) => session === 'b').length === 2, 'its slot');
  });

  test('is started by its key when no sidebar is open', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    await terminal.prefix('o', 't');
    await terminal.until((screen) => screen.row(0).startsWith('WORK-a'), 'the work pane alone');
    // The sidebar first: it would start another daemon.
    for (const pid of [...sidebarPids(world), (await world.daemon()).pid]) world.signal(pid, 'SIGKILL');
    await until(
      async () => (await world.tmux('list-clients', '-F', '#{client_control_mode}')) === '0',
      'our lines to end',
    );
    await terminal.prefix('o', 's');
    await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar');
  });
});

describe('two daemons', () => {
  test('do not fight over a tmux server: the second one says who serves it', async () => {
    const { world, terminal } = await opened();
    await using _ = world;
    const [live] = await livePanes(world);
    const lines = controlLines(world);
    const env = {
      TMUX: `${world.socket},0,0`,
      XDG_RUNTIME_DIR: join(world.root, 'other'),
      OPENSESSIONS_LINGER_MS: '200',
    };
    const { code, stderr } = await world.run(process.execPath, [join(projectRoot, 'dist', 'main.js'), 'announce'], env);
    expect([code, stderr]).toEqual([1, expect.stringContaining(world.paths.socket)]);
    await terminal.prefix('o', '2');
    await terminal.until(() => current(terminal) === 'b', 'session b');
    expect((await livePanes(world)).map(({ pid }) => pid)).toEqual([live?.pid]);
    expect(controlLines(world)).toEqual(lines);
  });
});
