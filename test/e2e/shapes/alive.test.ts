import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ourPanes, sidebarPids } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { projectRoot, type World } from '../../support/world.ts';
import { complaints, looked, opened } from './shape.ts';

// tmux crashes when a session changes its current window and ends in one turn while a control client is attached, as ours
// are (3.3a; tmux issue 5243).

const sessions = (world: World) => world.tmux('list-sessions', '-F', '#{session_name}');

test.each([
  ['a session with two windows', []],
  ['two sessions that show the same windows', ['new-session', '-d', '-t', '=a:', '-s', 'grouped']],
])('when all work of %s ends at once, only that ends', async (_, more) => {
  const { world, terminal } = await opened(1);
  await using _world = world;
  await world.newSession('b');
  if (more.length > 0) {
    await world.tmux(...more);
    await world.tmux('select-window', '-t', '=grouped:1');
  }
  await looked(world);
  const work = (await world.tmux('list-panes', '-s', '-t', '=a:', '-F', '#{@opensessions} #{pane_pid}'))
    .split('\n')
    .filter((line) => line.startsWith(' '))
    .map((line) => Number(line.trim()));
  expect(work).toHaveLength(2);
  const { pid } = await world.daemon();
  // What ends while the daemon stands still is one look.
  world.signal(pid, 'SIGSTOP');
  for (const one of work) world.signal(one, 'SIGKILL');
  await until(
    async () =>
      !(await world.tmux('list-panes', '-s', '-t', '=a:', '-F', '#{?#{@opensessions},ours,work}')).includes('work'),
    'the end of the work',
  );
  world.signal(pid, 'SIGCONT');
  await until(async () => (await sessions(world)) === '_os_stash\nb', 'the end of the session');
  await looked(world);
  await terminal.until((screen) => screen.includes('[exited]') || screen.includes('WORK-b'), 'the way out');
  expect(complaints(world)).toEqual([]);
});

test('a sidebar that is killed starts again while another control client is behind with reading, and tmux lives on', async () => {
  const { world, terminal } = await opened(1);
  await using _ = world;
  const reader = world.terminal(process.env['OPENSESSIONS_TMUX'] ?? 'tmux', [
    ...['-C', '-S', world.socket, 'attach-session', '-t', '=a'],
  ]);
  const controls = () => world.tmux('list-clients', '-F', '#{client_control_mode} #{client_pid} #{session_name}');
  const attached = await until(async () => /^1 (\d+) a$/m.exec(await controls())?.[1], 'the control client');
  world.signal(reader.pid, 'SIGSTOP');
  world.signal(Number(attached), 'SIGSTOP');
  await world.curl('/set-status', { session: 'a', text: 'unread' });
  await terminal.until((screen) => screen.includes('unread'), 'what it does not read');
  const [before = 0] = sidebarPids(world);
  world.signal(before, 'SIGKILL');
  await until(() => sidebarPids(world).some((pid) => pid !== before), 'another sidebar');
  await terminal.until((screen) => screen.includes('unread'), 'what it shows');
  await until(async () => (await ourPanes(world)).filter(({ role }) => role === 'live').length === 1, 'one live pane');
  world.signal(Number(attached), 'SIGCONT');
  world.signal(reader.pid, 'SIGCONT');
  await looked(world);
});

test('uninstalling while the sidebar is closed leaves the sessions', async () => {
  const { world, terminal } = await opened(1);
  await using _ = world;
  await terminal.prefix('o', 't');
  await until(async () => (await ourPanes(world)).every(({ session }) => session === '_os_stash'), 'no pane of ours');
  await looked(world);
  // The last of the panes that were parked is in a window of its own.
  expect((await world.tmux('list-windows', '-t', '=_os_stash:', '-F', '#{window_id}')).split('\n')).toHaveLength(2);
  const { code, stderr } = await world.run('sh', [join(projectRoot, 'scripts', 'uninstall.sh')], {
    TMUX: `${world.socket},0,0`,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await sessions(world)).toBe('a');
});
