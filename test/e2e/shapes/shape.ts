import { readFileSync } from 'node:fs';
import { openSidebar } from '../../support/sidebar.ts';
import { until } from '../../support/until.ts';
import { type Client, World, type WorldOptions } from '../../support/world.ts';

/** The panes of a window from tmux's first to its last: `ours 26x29+0+0`, `%0 73x29+27+0`. */
export async function shape(world: World, window: string): Promise<string[]> {
  const format = '#{?#{@opensessions},ours,#{pane_id}} #{pane_width}x#{pane_height}+#{pane_left}+#{pane_top}';
  return (await world.tmux('list-panes', '-t', window, '-F', format)).split('\n');
}

/** Widths of the work panes, from tmux's first to its last. */
export async function workWidths(world: World, window: string): Promise<number[]> {
  return (await shape(world, window))
    .filter((line) => !line.startsWith('ours'))
    .map((line) => Number(/ (\d+)x/.exec(line)?.[1]));
}

/** Resolves when the daemon has looked at tmux again and has done what was to do: it does both before it says that there is no such session. */
export async function looked(world: World): Promise<void> {
  const { status } = await world.curl('/log', { session: 'nobody', message: 'x' });
  if (status !== 404) throw new Error(`the daemon answered ${status}`);
}

/** Lines of the daemon's log that tell of a failure or of work without end. */
export function complaints(world: World): string[] {
  return readFileSync(world.paths.log, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !/listening on|attached to tmux|another daemon runs already/.test(line));
}

/** Session `a` with some work panes side by side, `%0` the first, a second window, the sidebar open and not focused. */
export async function opened(
  work: number,
  options: WorldOptions = {},
): Promise<{ world: World; terminal: Client; window: string }> {
  const world = await World.create(options);
  const { window } = await world.newSession('a');
  for (let n = 1; n < work; n += 1) {
    await world.tmux('split-window', '-h', '-d', '-t', '%0', 'cat');
    await world.tmux('select-layout', '-t', window, 'even-horizontal');
  }
  await world.newWindow('a', 'second');
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  await terminal.key('Escape');
  await until(
    async () => (await world.tmux('display-message', '-p', '-t', window, '#{pane_id}')) === '%0',
    'the focus on work',
  );
  await looked(world);
  return { world, terminal, window };
}
