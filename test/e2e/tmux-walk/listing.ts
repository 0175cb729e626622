import type { World } from '../../support/world.ts';

/** A tmux server as a user sees it, the stash apart. */
export interface Listing {
  sessions: { id: string; name: string }[];
  /** A window once for each session that it is in. */
  links: { session: string; index: number; window: string; current: boolean }[];
  windows: Map<string, Window>;
  /** Terminals by their age; control clients are none. */
  clients: { name: string; session: string }[];
  /** Panes in the stash that are not marked as ours. */
  strangersInStash: string[];
  /** Session `_os_stash`; empty when there is none. */
  stash: string;
}

export interface Window {
  id: string;
  name: string;
  width: number;
  zoomed: boolean;
  layout: string;
  panes: Pane[];
}

export interface Pane {
  id: string;
  /** Empty for a work pane. */
  mark: string;
  active: boolean;
  width: number;
  /** It is the leftmost column of its window, from top to bottom. */
  leftColumn: boolean;
  /** 0 for a pane without a process. */
  pid: number;
}

/** Ask for everything; a tmux command in front of them is seen as it was done, before anybody could react. */
export const listingWords = [
  ['list-sessions', '-F', 'session|#{session_id}|#{session_name}'],
  [
    'list-windows',
    '-a',
    '-F',
    'link|#{session_id}|#{window_index}|#{window_id}|#{window_active}|#{window_width}|#{window_zoomed_flag}|#{window_layout}|#{window_name}',
  ],
  [
    'list-panes',
    '-a',
    '-F',
    'pane|#{window_id}|#{pane_id}|#{@opensessions}|#{pane_active}|#{pane_width}|#{pane_at_left}#{pane_at_top}#{pane_at_bottom}|#{?pane_dead,0,#{pane_pid}}',
  ],
  ['list-clients', '-F', 'client|#{client_control_mode}|#{client_created}|#{client_pid}|#{session_id}|#{client_name}'],
].flatMap((words, index) => (index === 0 ? words : [';', ...words]));

export async function look(world: World): Promise<Listing> {
  return parse(await world.tmux(...listingWords));
}

export function parse(text: string): Listing {
  const records = text.split('\n').map((line) => line.split('|'));
  const of = (kind: string) => records.filter(([first]) => first === kind).map(([, ...fields]) => fields);
  const all = of('session').map(([id = '', ...name]) => ({ id, name: name.join('|') }));
  const stash = all.find(({ name }) => name === '_os_stash')?.id ?? '';
  const windows = new Map<string, Window>();
  const stashed = new Set<string>();
  const links = [];
  for (const [session = '', index, id = '', current, width, zoomed, layout = '', ...name] of of('link')) {
    if (session === stash) stashed.add(id);
    else links.push({ session, index: Number(index), window: id, current: current === '1' });
    windows.set(id, { id, name: name.join('|'), width: Number(width), zoomed: zoomed === '1', layout, panes: [] });
  }
  const seen = new Set<string>();
  for (const [window = '', id = '', mark = '', active, width, edges, pid] of of('pane')) {
    if (seen.has(id)) continue;
    seen.add(id);
    windows.get(window)?.panes.push({
      ...{ id, mark, active: active === '1', width: Number(width), pid: Number(pid) },
      leftColumn: edges === '111',
    });
  }
  const strangers = [...stashed].flatMap(
    (id) => windows.get(id)?.panes.filter(({ mark, pid }) => mark === '' && pid !== 0) ?? [],
  );
  for (const id of stashed) windows.delete(id);
  return {
    sessions: all.filter(({ id }) => id !== stash).sort(byId),
    links: links.sort((a, b) => number(a.session) - number(b.session) || a.index - b.index),
    windows: new Map([...windows].sort(([a], [b]) => number(a) - number(b))),
    clients: of('client')
      .filter(([control]) => control === '0')
      .sort((a, b) => Number(a[1]) - Number(b[1]) || Number(a[2]) - Number(b[2]))
      .map(([, , , session = '', name = '']) => ({ name, session })),
    strangersInStash: strangers.map(({ id }) => id),
    stash,
  };
}

/** Those that run something: a pane of ours that is not marked yet is none. */
export function workPanes({ windows }: Listing): string[] {
  return panesOf(windows, (pane) => pane.mark === '' && pane.pid !== 0);
}

export function ourPanes({ windows }: Listing): string[] {
  return panesOf(windows, (pane) => pane.mark !== '');
}

export function livePanes({ windows }: Listing): string[] {
  return panesOf(windows, (pane) => pane.mark === 'live' && pane.pid !== 0);
}

/** The windows that terminals show. */
export function visibleWindows({ clients, links }: Listing): Set<string> {
  return new Set(
    clients.flatMap(({ session }) => links.flatMap((l) => (l.session === session && l.current ? [l.window] : []))),
  );
}

export function windowOf({ windows }: Listing, pane: string): Window | undefined {
  return [...windows.values()].find(({ panes }) => panes.some(({ id }) => id === pane));
}

function panesOf(windows: Listing['windows'], holds: (pane: Pane) => boolean): string[] {
  return [...windows.values()]
    .flatMap(({ panes }) => panes.filter(holds))
    .sort(byId)
    .map(({ id }) => id);
}

function byId(a: { id: string }, b: { id: string }): number {
  return number(a.id) - number(b.id);
}

function number(id: string): number {
  return Number(id.slice(1));
}
