import { derived } from '../protocol/derived.ts';

/** One tmux server as it is, keyed by ids. A linked window stands once in `windows` and once in each of its sessions. */
export interface Topology {
  /** In creation order; the stash is left out. */
  sessions: readonly TmuxSession[];
  windows: ReadonlyMap<string, TmuxWindow>;
  /** Terminals only, the most recently active first. Control-mode clients are nobody who looks. */
  clients: readonly TmuxClient[];
  /** Control-mode clients that are not ours are attached (iTerm2, for instance). */
  foreignControl: boolean;
  /** Windows of the stash, which nobody looks at. */
  stash: readonly string[];
  /** `status`: the status line shows what we keep for it; missing counts as no. */
  options: { width: string; position: string; status?: boolean };
  /** tmux's option `mouse`, as it is for all sessions. */
  mouse: boolean;
  /** The keys before ours, `C-b o`; missing where tmux has no prefix. */
  prefix?: string;
  /** A person drags the sidebar's border: nothing is put right meanwhile. */
  dragging?: boolean;
}

export interface TmuxSession {
  id: string;
  name: string;
  /** By index. */
  windows: readonly TmuxLink[];
}

export interface TmuxLink {
  window: string;
  index: number;
  /** It is the session's current window. */
  active: boolean;
}

export interface TmuxWindow {
  id: string;
  name: string;
  zoomed: boolean;
  width: number;
  /** tmux's own description of it. */
  layout: string;
  /** Its layout before our pane came, and right after; null when none was kept. */
  kept: { without: string; with: string } | null;
  panes: readonly TmuxPane[];
}

export interface TmuxPane {
  id: string;
  role: 'work' | 'slot' | 'live';
  /** A slot in which a sidebar has ended by itself. */
  ended?: true;
  active: boolean;
  /** It was the active pane before. */
  last: boolean;
  width: number;
  left: number;
  /** The process that it was started with; 0 for none, or when that has ended. */
  pid: number;
}

export interface TmuxClient {
  name: string;
  session: string;
  /** Name of the session that it visited before; tmux knows no more than that. */
  lastSessionName: string;
}

/** The window that a client looks at. */
export function visibleWindow(topology: Topology, client: TmuxClient): string | undefined {
  return currentWindow(topology, client.session);
}

/** A session's current window. */
export function currentWindow(topology: Topology, sessionId: string): string | undefined {
  return topology.sessions.find((session) => session.id === sessionId)?.windows.find((link) => link.active)?.window;
}

/** The pane that a person works in, even while the focus is on the sidebar beside it. */
export function workPane(window: TmuxWindow): TmuxPane | undefined {
  const work = window.panes.filter((pane) => pane.role === 'work');
  return work.find((pane) => pane.active) ?? work.find((pane) => pane.last) ?? work[0];
}

/** It reaches the edge of its window on that side. */
export function isOutermost(window: TmuxWindow, pane: TmuxPane, position: 'left' | 'right'): boolean {
  return position === 'left' ? pane.left === 0 : pane.left + pane.width === window.width;
}

/** All but the stash's. */
export function windowsOfUser(topology: Topology): TmuxWindow[] {
  return [...topology.windows.values()].filter((window) => !topology.stash.includes(window.id));
}

export function allPanes(topology: Topology): { pane: TmuxPane; window: TmuxWindow }[] {
  return [...topology.windows.values()].flatMap((window) => window.panes.map((pane) => ({ pane, window })));
}

export function windowOfPane(topology: Topology, paneId: string): TmuxWindow | undefined {
  return windowsByPane(topology.windows).get(paneId);
}

/** Asked for each thread at each statement: worked out once for each look at tmux. */
const windowsByPane = derived((windows: Topology['windows']) => {
  const all = [...windows.values()].flatMap((window) => window.panes.map(({ id }) => [id, window] as const));
  // Of two that claim a pane the first has it.
  return new Map(all.reverse());
});
