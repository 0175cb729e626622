import type { ControlLine } from './control.ts';

/**
 * Whether keys of some terminal go to this pane now: it is the active pane of the window that a client looks at. tmux says
 * so itself, and `send-keys` cannot change it.
 *
 * @throws TmuxGone
 */
export async function hasFocus(line: ControlLine, pane: string): Promise<boolean> {
  const [clients = []] = await line.run(['list-clients', '-F', '#{client_control_mode} #{pane_id}']);
  return clients.includes(`0 ${pane}`);
}
