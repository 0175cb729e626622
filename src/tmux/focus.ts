import type { ControlLine } from './control.ts';

/**
 * Whether keys of some terminal go to this pane now: it is the active pane of the window that a client looks at. tmux says
 * so itself, and `send-keys` cannot change it. A client with the flag `active-pane` has a focus of its own, of which no
 * format tells (3.3a): whoever of them looks at the window counts.
 *
 * @throws TmuxGone; TmuxError when there is no such pane
 */
export async function hasFocus(line: ControlLine, pane: string): Promise<boolean> {
  const [clients = [], [window = ''] = []] = await line.run(
    ['list-clients', '-F', '#{client_control_mode} #{pane_id} #{window_id} #{client_flags}'],
    ['display-message', '-p', '-t', pane, '#{window_id}'],
  );
  return clients.some((client) => {
    const [control, active, looksAt, flags = ''] = client.split(' ');
    if (control === '1') return false;
    return active === pane || (looksAt === window && flags.split(',').includes('active-pane'));
  });
}
