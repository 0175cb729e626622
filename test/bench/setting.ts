import type { Terminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';
import { type Client, World, type WorldOptions } from '../support/world.ts';

const sessionsMax = 3;

/** Three sessions (or as many as there are windows) that share the windows evenly, and a client that looks at the first. */
export interface Setting extends AsyncDisposable {
  world: World;
  client: Client;
  sessions: string[];
  windows: number;
}

export async function buildSetting(windows: number, options: WorldOptions = {}): Promise<Setting> {
  const world = await World.create({ cols: 120, rows: 40, ...options });
  const sessions = Array.from({ length: Math.min(sessionsMax, windows) }, (_, index) => `s${index + 1}`);
  for (let index = 0; index < windows; index += 1) {
    const session = sessions[index % sessions.length] ?? '';
    const number = Math.floor(index / sessions.length);
    if (number === 0) await world.newSession(session, { command: showing(marker(session, 0)) });
    else await world.newWindow(session, '', { command: showing(marker(session, number)) });
  }
  const client = await world.attach({ session: 's1' });
  await client.until((screen) => screen.includes(marker('s1', 0)), 'the first window');
  await world.settled(client);
  return { world, client, sessions, windows, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

/** What the pane of a session's n-th window (from 0) shows. */
export function marker(session: string, window: number): string {
  return `WORK-${session}-${String(window).padStart(3, '0')}`;
}

/** Opens the sidebar as a user does, and waits until every window has its pane of ours. */
export async function openSidebar({ world, client, windows }: Setting): Promise<void> {
  await world.loadPlugin();
  const daemon = await world.daemon();
  // It answers before it has seen tmux, and until then a key finds nobody.
  await until(async () => (await daemon.state()).sessions.length > 0, 'the daemon to see the sessions');
  await client.prefix('o', 's');
  await client.until(() => showsSidebar(client), 'the sidebar');
  await until(async () => (await ourPanes(world)) === windows, `a pane of ours in each of ${windows} windows`);
  await world.tmux('select-pane', '-t', '=s1:.{right}');
  await world.settled(client);
}

export const sidebarMark = 'opensessions';

export function showsSidebar(client: Client): boolean {
  return client.sidebar()[0]?.includes(sidebarMark) === true;
}

/**
 * From an act to the byte that completes what it brings to the screen, in ms.
 *
 * @param act returns `performance.now()` at the key, or anything else: then the clock begins before it
 * @throws Error when it stands there already
 */
export async function sight(
  client: Terminal,
  what: string,
  isThere: () => boolean,
  act: () => Promise<unknown>,
): Promise<number> {
  if (isThere()) throw new Error(`${what} is there before it is asked for`);
  const startedAtMs = performance.now();
  const [seenAtMs, returned] = await Promise.all([client.until(isThere, what), act()]);
  return seenAtMs - (typeof returned === 'number' ? returned : startedAtMs);
}

/** From an act to the text that it brings to the screen, once nothing is drawn any more, in ms. */
export async function toSight(
  { world, client }: Pick<Setting, 'world' | 'client'>,
  text: string,
  act: () => Promise<unknown>,
): Promise<number> {
  await world.settled(client);
  return sight(
    client,
    text,
    () => client.screen().includes(text),
    async () => {
      await act();
    },
  );
}

/** The sidebar's bar stands at this session: the daemon has seen the switch. */
export function showsCurrent(client: Client, session: string): boolean {
  return client.sidebar().some((line) => new RegExp(`^▌\\s*\\d+\\s+${session}\\b`).test(line));
}

async function ourPanes(world: World): Promise<number> {
  const panes = (await world.tmux('list-panes', '-a', '-F', '#{session_name} #{window_id} #{@opensessions}')).split(
    '\n',
  );
  return panes.filter((line) => !line.startsWith('_os_stash ') && / (slot|live)$/.test(line)).length;
}

function showing(text: string): string[] {
  return ['/bin/sh', '-c', 'printf "%s\\n" "$1"; exec cat', 'work', text];
}
