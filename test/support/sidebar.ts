import { until } from './until.ts';
import type { Client, World } from './world.ts';

/** Loads the plugin and opens the sidebar by its keys, as a user does; resolves once it shows the sessions, live. */
export async function openSidebar(world: World, terminal: Client): Promise<void> {
  await world.loadPlugin();
  await terminal.prefix('o', 's');
  await terminal.until((screen) => screen.row(0).includes(' opensessions'), 'the sidebar', { timeoutMs: 20_000 });
  await until(async () => (await livePanes(world)).length > 0, 'a live pane');
  await terminal.until((screen) => screen.lines.some((line) => line.includes('▌')), 'the bar at the current session');
}

export interface OurPane {
  session: string;
  window: string;
  pane: string;
  role: string;
  pid: number;
  width: number;
  active: boolean;
  windowActive: boolean;
}

/** All panes of ours, the stash's included. */
export async function ourPanes(world: World): Promise<OurPane[]> {
  const format =
    '#{session_name}\t#{window_id}\t#{pane_id}\t#{pane_pid}\t#{pane_width}\t#{pane_active}\t#{window_active}\t#{@opensessions}';
  const lines = (await world.tmux('list-panes', '-a', '-F', format.replaceAll('\t', '|'))).split('\n');
  return lines
    .map((line) => line.split('|'))
    .filter((fields) => fields[7] !== '')
    .map(([session = '', window = '', pane = '', pid, width, active, windowActive, role = '']) => ({
      session,
      window,
      pane,
      role,
      pid: Number(pid),
      width: Number(width),
      active: active === '1',
      windowActive: windowActive === '1',
    }));
}

export async function livePanes(world: World): Promise<OurPane[]> {
  return (await ourPanes(world)).filter((pane) => pane.role === 'live' && pane.pid !== 0);
}

/** Pids of the sidebar processes of this world. */
export function sidebarPids(world: World): number[] {
  return world
    .processes()
    .filter(({ args }) => args.some((word) => word.endsWith('main.js')) && args.at(-1) === 'sidebar')
    .map(({ pid }) => pid);
}
