import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ourPanes } from '../../support/sidebar.ts';
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
