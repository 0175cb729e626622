import { livePanes, openSidebar } from './sidebar.ts';
import type { Terminal } from './terminal.ts';
import { until } from './until.ts';
import { type Client, World } from './world.ts';

export interface Desk {
  world: World;
  terminal: Client;
  /** Work panes of the window in session `a`: left, and two to its right. */
  panes: { one: string; two: string; three: string };
}

/** Session `a` with three work panes, sessions `b` and `c` with one; the sidebar open, the focus in pane two, in three before. */
export async function atWork(tmuxConf = ''): Promise<Desk> {
  const world = await World.create({ tmuxConf });
  const { pane: one } = await world.newSession('a');
  const cat = (from: string) =>
    world.tmux('split-window', '-h', '-d', '-P', '-F', '#{pane_id}', '-t', from, 'exec cat');
  const two = await cat(one);
  const three = await cat(two);
  for (const name of ['b', 'c']) await world.newSession(name);
  const terminal = await world.attach({ session: 'a' });
  await openSidebar(world, terminal);
  for (const pane of [three, two]) await world.tmux('select-pane', '-t', pane);
  await settledAt(world, two);
  return { world, terminal, panes: { one, two, three } };
}

/** The pane that the terminal's keys go to. */
export async function focus(world: World, { client }: Client): Promise<string> {
  const clients = (await world.tmux('list-clients', '-F', '#{client_name} #{pane_id}')).split('\n');
  return clients.find((line) => line.startsWith(`${client} `))?.slice(client.length + 1) ?? '';
}

/** Until the daemon knows the focus too: what it does rests on that. */
export async function settledAt(world: World, pane: string): Promise<void> {
  const daemon = await world.daemon();
  await until(async () => {
    const { sessions } = await daemon.state();
    return sessions.some(({ windows }) =>
      windows.some(({ panes }) => panes.some(({ id, active }) => id === pane && active)),
    );
  }, `the daemon to see the focus in ${pane}`);
}

export const live = async (world: World): Promise<string> => (await livePanes(world))[0]?.pane ?? '';

export async function inSidebar(world: World, terminal: Client): Promise<void> {
  await until(async () => (await focus(world, terminal)) === (await live(world)), 'the focus in the sidebar');
}

export const shown = (world: World, pane: string) => world.tmux('capture-pane', '-p', '-t', pane);

/** The session that the bar stands at. */
export const current = (terminal: Terminal) =>
  terminal.sidebar().flatMap((line) => /^▌\d+ (\S+)/.exec(line)?.[1] ?? [])[0];

/** The session that the cursor stands on. */
export function cursor(terminal: Terminal): string | undefined {
  const screen = terminal.screen();
  const rows = terminal.sidebar().map((line, row) => ({ name: /^[▌ ]\d+ (\S+)/.exec(line)?.[1], row }));
  return rows.find(({ name, row }) => name !== undefined && screen.cell(row, 3).inverse)?.name;
}
