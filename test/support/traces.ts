import type { World } from './world.ts';

const commands = [
  ['show-options', '-g'],
  ['show-options', '-gs'],
  ['show-options', '-gw'],
  ['show-hooks', '-g'],
  ['show-hooks', '-gw'],
  ['list-keys'],
  ['show-environment', '-g'],
  ['show-environment', '-gh'],
  [
    'list-panes',
    '-a',
    '-F',
    '#{session_name}:#{window_index}.#{pane_index} #{pane_id} #{pane_active} #{window_layout}',
  ],
] as const;

/** All that an uninstall must leave as it was, line by line; but names of windows, which tmux changes when it has the time. */
export async function traces(world: World): Promise<string[]> {
  const outputs = [];
  for (const command of commands) outputs.push(await world.tmux(...command));
  for (const window of (await world.tmux('list-windows', '-a', '-F', '#{window_id}')).split('\n'))
    outputs.push(`${window} ${await world.tmux('show-options', '-w', '-t', window)}`);
  for (const pane of (await world.tmux('list-panes', '-a', '-F', '#{pane_id}')).split('\n'))
    outputs.push(`${pane} ${await world.tmux('show-options', '-p', '-t', pane)}`);
  for (const session of (await world.tmux('list-sessions', '-F', '#{session_id}')).split('\n'))
    outputs.push(`${session} ${await world.tmux('show-options', '-t', session)}`);
  return outputs.join('\n').split('\n');
}
