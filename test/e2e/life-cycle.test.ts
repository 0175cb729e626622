import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { livePanes, openSidebar, ourPanes } from '../support/sidebar.ts';
import { traces } from '../support/traces.ts';
import { until } from '../support/until.ts';
import { projectRoot, World } from '../support/world.ts';

/** Two sessions, a zoomed window, a hook and a key of somebody else; a terminal on the first one. */
async function used() {
  const world = await World.create();
  await world.newSession('a');
  await world.newSession('b');
  const { pane } = await world.newWindow('a', 'split');
  await world.tmux('split-window', '-h', '-d', '-t', pane, 'cat');
  await world.tmux('set-hook', '-g', 'session-created[3]', 'display-message hello');
  await world.tmux('bind-key', 'o', 'display-message', 'the key of somebody else');
  const terminal = await world.attach({ session: 'a' });
  await world.tmux('select-window', '-t', '=a:1');
  await terminal.until((screen) => screen.includes('WORK-split'), 'the second window');
  return { world, terminal };
}

describe('uninstalling', () => {
  test.each(['running', 'killed'])('leaves tmux as it was, the daemon %s', async (daemon) => {
    const { world, terminal } = await used();
    await using _ = world;
    const before = await traces(world);
    await openSidebar(world, terminal);
    await until(async () => (await ourPanes(world)).length >= 4, 'a pane of ours in each window');
    expect(await traces(world)).not.toEqual(before);
    if (daemon === 'killed') world.signal((await world.daemon()).pid, 'SIGKILL');
    const { code, stderr } = await world.run('sh', [join(projectRoot, 'scripts', 'uninstall.sh')], {
      TMUX: `${world.socket},0,0`,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await traces(world)).toEqual(before);
    // A sidebar whose daemon ended first would have started another one, which puts back what was removed.
    const starts = readFileSync(world.paths.log, 'utf8').match(/listening on/g)?.length;
    if (daemon === 'running') expect(starts).toBe(1);
    await until(() => world.processes().every(({ args }) => !args.some((word) => word.endsWith('main.js'))), 'our end');
  });

  test('by the command line does the same', async () => {
    const { world, terminal } = await used();
    await using _ = world;
    const before = await traces(world);
    await openSidebar(world, terminal);
    const { code } = await world.cli('uninstall');
    expect(code).toBe(0);
    expect(await traces(world)).toEqual(before);
  });
});

test('quitting leaves nothing but the keys, which start it again', async () => {
  const { world, terminal } = await used();
  await using _ = world;
  const before = await traces(world);
  await openSidebar(world, terminal);
  await terminal.key('q');
  await terminal.until((screen) => /quit/i.test(screen.text), 'the question');
  await terminal.key('y');
  await terminal.until((screen) => screen.row(0).startsWith('WORK-split'), 'the work panes alone');
  await until(() => world.processes().every(({ args }) => !args.some((word) => word.endsWith('main.js'))), 'our end');
  const changed = (await traces(world)).filter((line) => !before.includes(line));
  expect(changed.filter((line) => !/^bind-key|^@opensessions-/.test(line))).toEqual([]);
  await terminal.prefix('o', 's');
  await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar again');
});

test('switching to where one is already costs nothing of what was pushed', async () => {
  const { world, terminal } = await used();
  await using _ = world;
  await openSidebar(world, terminal);
  await terminal.key('Escape');
  await until(async () => !(await livePanes(world)).some(({ active }) => active), 'the focus on the work pane');
  await world.curl('/set-status', { session: 'a', text: 'pushed' });
  await terminal.prefix('o', '1');
  const log = () => readFileSync(world.paths.log, 'utf8');
  // The second one shows that the first was carried out.
  await terminal.prefix('o', '2');
  await terminal.until((screen) => screen.includes('WORK-b'), 'the other session');
  const { sessions } = await (await world.daemon()).state();
  expect(sessions.find(({ name }) => name === 'a')?.metadata.status?.text).toBe('pushed');
  expect(log()).not.toContain('no tmux server');
});

test('a tmux server that restarts on its socket is served again', async () => {
  const world = await World.create();
  await using _ = world;
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const { pid } = await world.daemon();
  await world.tmux('kill-server');
  await terminal.exited;
  // The old server may still be on its way out.
  await until(() => world.newSession('again'), 'another server');
  await until(async () => (await (await world.daemon()).state()).sessions.some(({ name }) => name === 'again'), 'it');
  expect((await world.daemon()).pid).toBe(pid);
});

test('a terminal of three rows is high enough', async () => {
  const world = await World.create({ cols: 60, rows: 3 });
  await using _ = world;
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.prefix('o', 't');
  await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'it closed');
});

test('a tmux server that stays without sessions is left in peace until there is one', async () => {
  const world = await World.create({ tmuxConf: 'set-option -g exit-empty off' });
  await using _ = world;
  await world.newSession('a');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  const attached = () => readFileSync(world.paths.log, 'utf8').match(/attached to tmux/g)?.length;
  await world.tmux('kill-session', '-t', '=a');
  // Our stash goes with the last session and the daemon comes back, or the stash came too late for that and stays: both are peace.
  await until(async () => (await (await world.daemon()).state()).sessions.length === 0, 'that there is none');
  // The daemon looks at all servers again before it says that it does not know the session.
  expect((await world.curl('/log', { session: 'nobody', message: 'x' })).status).toBe(404);
  await world.newSession('again');
  await until(async () => (await (await world.daemon()).state()).sessions.some(({ name }) => name === 'again'), 'it');
  expect(attached()).toBeLessThanOrEqual(2);
});

test('closing the sidebar gives the work panes their sizes back', async () => {
  const { world, terminal } = await used();
  await using _ = world;
  const layouts = () => world.tmux('list-windows', '-a', '-F', '#{session_name} #{window_layout}');
  const before = (await layouts()).split('\n');
  await openSidebar(world, terminal);
  for (const _round of [1, 2]) {
    await terminal.prefix('o', 't');
    await terminal.until((screen) => screen.row(0).startsWith('WORK-split'), 'the work panes alone');
    await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'no pane of ours');
    expect((await layouts()).split('\n').filter((line) => !line.startsWith('_os_stash'))).toEqual(before);
    await terminal.prefix('o', 't');
    await terminal.until((screen) => screen.row(0).startsWith(' opensessions'), 'the sidebar');
  }
});

test('also when another key came with the one that closes it', async () => {
  const { world, terminal } = await used();
  await using _ = world;
  const layouts = async () =>
    (await world.tmux('list-windows', '-a', '-F', '#{session_name}:#{window_index} #{window_layout}'))
      .split('\n')
      .filter((line) => line.startsWith('a:'));
  const before = await layouts();
  await openSidebar(world, terminal);
  const { pid } = await world.daemon();
  world.signal(pid, 'SIGSTOP');
  await terminal.prefix('o', 't');
  await terminal.prefix('o', 'n');
  await terminal.prefix('o', '2');
  const asked = () => world.tmux('show-environment', '-gh', 'OPENSESSIONS_REQUEST');
  await until(async () => /toggle .*next /.test(await asked()), 'both requests');
  world.signal(pid, 'SIGCONT');
  await terminal.until((screen) => screen.row(0).startsWith('WORK-b'), 'the other session');
  await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'no pane of ours');
  expect(await layouts()).toEqual(before);
});

test('a window keeps its name while the sidebar has the focus', async () => {
  const { world, terminal } = await used();
  await using _ = world;
  await openSidebar(world, terminal);
  // The key that opened it started the daemon as well: the focus was there first.
  expect(await world.tmux('list-windows', '-a', '-F', '#{window_name}')).not.toMatch(/node|main/);
  const [live] = await livePanes(world);
  await world.tmux('rename-window', '-t', live?.window ?? '', 'by hand');
  const expand = (pane: string) => world.tmux('display-message', '-p', '-t', pane, '#{E:automatic-rename-format}');
  expect(await expand(live?.pane ?? '')).toBe('by hand');
  expect(await expand('%0')).toBe('cat');
});

describe('start', () => {
  test('outside of tmux opens a session of its own with the sidebar in it', async () => {
    const world = await World.create();
    await using _ = world;
    const terminal = world.terminal('sh', [join(projectRoot, 'scripts', 'opensessions'), 'start']);
    await terminal.until((screen) => screen.lines.some((line) => line.startsWith('▌1 opensessions')), 'the sidebar', {
      timeoutMs: 20_000,
    });
    await terminal.prefix('d');
    expect((await terminal.exited).code).toBe(0);
    // Its tmux server is the default one of this world; it would outlive the terminal, as tmux servers do.
    await world.run(process.env['OPENSESSIONS_TMUX'] ?? 'tmux', ['kill-server']);
  });

  test('is content when another start makes the session first', async () => {
    const world = await World.create();
    await using _ = world;
    // A tmux that says no, and makes the session then.
    const tmux = join(world.root, 'slow-tmux');
    const script = `case "$1" in has-session) "$tmux" "$@" || { "$tmux" new-session -d -s opensessions; exit 1; } ;; esac`;
    const real = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';
    writeFileSync(tmux, `#!/bin/sh\ntmux=${real}\n${script}\nexec "$tmux" "$@"\n`, { mode: 0o755 });
    const start = 'OPENSESSIONS_TMUX=$1 exec "$2" start';
    const launcher = join(projectRoot, 'scripts', 'opensessions');
    const terminal = world.terminal('sh', ['-c', start, 'sh', tmux, launcher]);
    await terminal.until((screen) => screen.lines.some((line) => line.startsWith('▌1 opensessions')), 'the sidebar', {
      timeoutMs: 20_000,
    });
    await world.run(real, ['kill-server']);
  });

  test('says in one sentence when tmux is too old, and leaves no session behind', async () => {
    const world = await World.create();
    await using _ = world;
    const real = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';
    const tmux = join(world.root, 'old-tmux');
    // As 3.1 has it: no -N.
    const script = `case "$*" in -V) echo 'tmux 3.1c'; exit ;; -N*) echo 'tmux: unknown option -- N' >&2; exit 1 ;; esac`;
    writeFileSync(tmux, `#!/bin/sh\n${script}\nexec ${real} "$@"\n`, { mode: 0o755 });
    const terminal = world.terminal('sh', [
      '-c',
      'OPENSESSIONS_TMUX=$1 "$2" start; echo "code $?"; exec cat',
      'sh',
      tmux,
      join(projectRoot, 'scripts', 'opensessions'),
    ]);
    await terminal.until((screen) => screen.includes('code 1'), 'its end', { timeoutMs: 20_000 });
    const said = terminal.screen().lines.join('').replaceAll(/ +/g, ' ');
    expect(said).toContain(
      `opensessions start: tmux 3.1c (${tmux}) is too old: opensessions needs tmux 3.2 or newer. Update it, or set OPENSESSIONS_TMUX to the path of a newer one.`,
    );
    expect(said).not.toContain('unknown option');
    // Its only session was ours, so the server went with it.
    expect((await world.run(real, ['has-session'])).code).toBe(1);
  });

  test('inside of tmux opens the sidebar there', async () => {
    const world = await World.create();
    await using _ = world;
    await world.newSession('mine');
    const terminal = await world.attach({ session: 'mine' });
    const launcher = join(projectRoot, 'scripts', 'opensessions');
    await world.tmux('new-window', '-t', '=mine:', 'sh', '-c', '"$1" start; exec cat', 'sh', launcher);
    await terminal.until((screen) => screen.lines.some((line) => line.startsWith('▌1 mine')), 'the sidebar');
    expect((await livePanes(world)).map(({ session, active }) => [session, active])).toEqual([['mine', true]]);
  });
});
