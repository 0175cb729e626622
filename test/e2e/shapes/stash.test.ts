import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { looked, opened } from './shape.ts';

const places = '#{session_name} #{pane_id}';

test('work that a command without a target puts into the stash comes out of it', async () => {
  const { world } = await opened(2);
  await using _ = world;
  const work = (await world.tmux('list-panes', '-a', '-f', '#{==:#{@opensessions},}', '-F', places)).split('\n');
  const moved = work.at(-1)?.split(' ')[1] ?? '';
  await world.tmux('break-pane', '-d', '-s', moved, '-t', '=_os_stash:');
  await looked(world);
  expect(await world.tmux('display-message', '-p', '-t', moved, '#{session_name}')).toBe('a');
});

test('a daemon that comes lets work in the stash live', async () => {
  const { world, window } = await opened(2);
  await using _ = world;
  const { pid } = await world.daemon();
  world.signal(pid, 'SIGSTOP');
  const pane = await world.tmux('split-window', '-d', '-P', '-F', '#{pane_id}', '-t', window, 'cat');
  await world.tmux('break-pane', '-d', '-s', pane, '-t', '=_os_stash:');
  world.signal(pid, 'SIGKILL');
  await until(async () => (await world.daemon()).pid !== pid, 'another daemon');
  const session = () => world.tmux('display-message', '-p', '-t', pane, '#{session_name}');
  await until(async () => (await session()) === 'a', 'its way out of the stash');
});
