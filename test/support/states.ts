import type { Event } from '../../src/core/event.ts';
import { reduce } from '../../src/core/reduce.ts';
import { initialState, type State } from '../../src/core/state.ts';
import type { TmuxPane, Topology } from '../../src/core/topology.ts';
import type { Git } from '../../src/protocol/git.ts';

/** A clean repository on `main`. */
export function git(more: Partial<Git> = {}): Git {
  return {
    root: '/home/me/code',
    branch: 'main',
    detached: false,
    operation: null,
    dirty: false,
    ahead: null,
    behind: null,
    worktreeOf: null,
    ...more,
  };
}

/** Socket path of the tmux server in `serving`. */
export const server = '/tmp/tmux.sock';

/** A pane in a few words: `work`, `*live` (active), `-work` (active before). */
type PaneWord = `${'' | '*' | '-'}${TmuxPane['role']}`;

export interface ServerSketch {
  /** Session name to the windows it shows, the current one first. Ids are `$0 $1 …` in this order. */
  sessions: Readonly<Record<string, readonly string[]>>;
  /** Window id to its panes, from left to right. A pane's id is the window's number and its place: `%10`, `%11` in `@1`. */
  windows: Readonly<Record<string, readonly PaneWord[]>>;
  /** Client name to the name of its session. */
  clients?: Readonly<Record<string, string>>;
  lastSessions?: Readonly<Record<string, string>>;
  zoomed?: readonly string[];
  stash?: readonly string[];
  width?: number;
  foreignControl?: boolean;
}

const sidebarColumns = 26;

export function topology({
  sessions,
  windows,
  clients = {},
  lastSessions = {},
  zoomed = [],
  stash = [],
  width = 100,
  foreignControl = false,
}: ServerSketch): Topology {
  const names = Object.keys(sessions);
  return {
    sessions: names.map((name, index) => ({
      id: `$${index}`,
      name,
      windows: (sessions[name] ?? []).map((window, place) => ({ window, index: place, active: place === 0 })),
    })),
    windows: new Map(
      Object.entries(windows).map(([id, words]) => [
        id,
        {
          id,
          name: `window${id}`,
          zoomed: zoomed.includes(id),
          width,
          layout: '',
          kept: null,
          panes: panes(id, words, width),
        },
      ]),
    ),
    clients: Object.entries(clients).map(([name, session]) => ({
      name,
      session: `$${names.indexOf(session)}`,
      lastSessionName: lastSessions[name] ?? '',
    })),
    foreignControl,
    stash,
    options: { width: '', position: '' },
    mouse: false,
  };
}

/** The state after a listing, and what happened since. */
export function serving(sketch: ServerSketch, ...events: readonly Event[]): State {
  return later(initialState, { type: 'tmux.listed', server, topology: topology(sketch) }, ...events);
}

export function later(state: State, ...events: readonly Event[]): State {
  return events.reduce(reduce, state);
}

/** Sidebars have their width; work panes share the rest, the last one takes what is left. */
function panes(window: string, words: readonly PaneWord[], width: number): TmuxPane[] {
  const roles = words.map((word) => word.replace(/^[*-]/, '') as TmuxPane['role']);
  const work = roles.filter((role) => role === 'work').length;
  const space = width - (roles.length - 1) - (roles.length - work) * sidebarColumns;
  let left = 0;
  return words.map((word, index) => {
    const role = roles[index] ?? 'work';
    const isLast = index === words.length - 1;
    const columns = isLast ? width - left : role === 'work' ? Math.floor(space / work) : sidebarColumns;
    const pane = {
      id: `%${window.slice(1)}${index}`,
      role,
      active: word.startsWith('*'),
      last: word.startsWith('-'),
      width: columns,
      left,
      pid: role === 'slot' ? 0 : 1000 + index,
    };
    left += columns + 1;
    return pane;
  });
}
