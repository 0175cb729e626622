import type { TmuxAction } from '../../src/core/action.ts';
import type { TmuxPane, Topology } from '../../src/core/topology.ts';

type Role = TmuxPane['role'];

/** A pane is a column; from left to right with one column of border between two they fill their window. */
export interface ModelPane {
  id: string;
  role: Role;
  width: number;
}

export interface ModelWindow {
  id: string;
  width: number;
  zoomed: boolean;
  panes: ModelPane[];
  active: string;
  last: string | null;
}

/** What a tmux server is for `reconcileSidebars`: sessions that show windows, windows of columns, clients. */
export interface Model {
  sessions: { id: string; windows: string[]; current: string }[];
  stash: string[];
  windows: Map<string, ModelWindow>;
  clients: { name: string; session: string }[];
  foreignControl: boolean;
  /** Number of the next pane or window. */
  next: number;
}

/** What a listing of the model says. */
export function topologyOf({ sessions, stash, windows, clients, foreignControl }: Model): Topology {
  return {
    sessions: sessions.map((session) => ({
      id: session.id,
      name: `name-of-${session.id}`,
      windows: session.windows.map((window, index) => ({ window, index, active: window === session.current })),
    })),
    windows: new Map(
      [...windows].map(([id, { width, zoomed, panes, active, last }]) => [
        id,
        {
          id,
          name: `name-of-${id}`,
          zoomed,
          width,
          layout: '',
          kept: null,
          panes: panes.map((pane, index) => ({
            id: pane.id,
            role: pane.role,
            active: pane.id === active,
            last: pane.id === last,
            width: pane.width,
            left: panes.slice(0, index).reduce((left, before) => left + before.width + 1, 0),
            pid: pane.role === 'slot' ? 0 : 1000 + Number(pane.id.slice(1)),
          })),
        },
      ]),
    ),
    clients: clients.map((client) => ({ ...client, lastSessionName: '' })),
    foreignControl,
    stash,
    options: { width: '', position: '' },
    mouse: false,
  };
}

/**
 * Does what tmux does for an action, on the model.
 *
 * @throws Error where tmux would refuse, where a work pane would die, and for actions that no reconciliation asks for
 */
export function applyAction(
  model: Model,
  action: TmuxAction,
  place: { width: number; position: 'left' | 'right' },
): void {
  switch (action.type) {
    case 'pane.swap': {
      const live = locate(model, action.live);
      const slot = locate(model, action.slot);
      if (live.window === slot.window) throw new Error('a swap within a window is none of ours');
      // Width and focus belong to the place (-d), the memory of the last pane to neither.
      for (const [here, there] of [
        [live, slot],
        [slot, live],
      ] as const) {
        if (here.window.active === here.pane.id) here.window.active = there.pane.id;
        if (here.window.last === here.pane.id) here.window.last = null;
      }
      live.window.panes[live.index] = { ...slot.pane, width: live.pane.width };
      slot.window.panes[slot.index] = { ...live.pane, width: slot.pane.width };
      return;
    }
    case 'pane.select': {
      const { window, pane } = locate(model, action.pane);
      if (window.active === pane.id) return;
      window.last = window.active;
      window.active = pane.id;
      window.zoomed = false;
      return;
    }
    case 'pane.kill': {
      if (locate(model, action.pane).pane.role === 'work') throw new Error(`the work pane ${action.pane} dies`);
      take(model, action.pane);
      return;
    }
    case 'pane.resize': {
      const { window, pane, index } = locate(model, action.pane);
      const after = window.panes.slice(index + 1);
      const neighbours = after.length > 0 ? after : window.panes.slice(0, index).reverse();
      pane.width += takeColumns(neighbours, action.width - pane.width);
      window.zoomed = false;
      return;
    }
    case 'pane.park': {
      const { window } = locate(model, action.pane);
      const pane = take(model, action.pane);
      const id = newId(model, '@');
      model.windows.set(id, {
        id,
        width: window.width,
        zoomed: false,
        panes: [{ ...pane, width: window.width }],
        active: pane.id,
        last: null,
      });
      model.stash.push(id);
      return;
    }
    case 'pane.join': {
      const pane = take(model, action.pane);
      addColumn(model, action.window, pane, place);
      windowOf(model, action.window).zoomed = false;
      return;
    }
    case 'slot.create': {
      const window = windowOf(model, action.window);
      if (action.zoomed !== window.zoomed) throw new Error(`whether ${window.id} is zoomed changes`);
      addColumn(model, action.window, { id: newId(model, '%'), role: 'slot', width: 0 }, place);
      return;
    }
    case 'slot.wake': {
      const { pane } = locate(model, action.slot);
      if (pane.role !== 'slot') throw new Error(`${pane.id} is no slot`);
      pane.role = 'live';
      return;
    }
    case 'slot.replace':
    case 'live.retire': {
      const { window, pane, index } = locate(model, action.pane);
      const slot: ModelPane = { id: newId(model, '%'), role: 'slot', width: pane.width };
      window.panes[index] = slot;
      if (window.active === pane.id) window.active = slot.id;
      if (window.last === pane.id) window.last = null;
      return;
    }
    case 'layout.restore':
    case 'layout.arrange':
      return;
    case 'pane.last':
    case 'pane.zoom':
    case 'pane.move':
    case 'pane.free':
    case 'pane.beside':
    case 'window.select':
    case 'client.switch':
    case 'client.message':
    case 'session.rename':
    case 'session.kill':
    case 'layout.even':
    case 'clipboard.set':
    case 'status.set':
      throw new Error(`${action.type} is no part of a reconciliation`);
    default:
      throw new Error(`no such action: ${JSON.stringify(action satisfies never)}`);
  }
}

export function livePanes(model: Model): string[] {
  return panesOf(model)
    .filter((pane) => pane.role === 'live')
    .map((pane) => pane.id);
}

/** Work panes with the window that each is in. */
export function workPlaces(model: Model): Map<string, string> {
  return new Map(
    [...model.windows.values()].flatMap((window) =>
      window.panes.filter((pane) => pane.role === 'work').map((pane) => [pane.id, window.id] as const),
    ),
  );
}

/** Columns of equal width; the last one takes what is left. */
export function spread(window: Omit<ModelWindow, 'panes'>, panes: readonly Omit<ModelPane, 'width'>[]): ModelWindow {
  const share = Math.floor((window.width - panes.length + 1) / panes.length);
  const rest = window.width - (share + 1) * (panes.length - 1);
  return {
    ...window,
    panes: panes.map((pane, index) => ({ ...pane, width: index < panes.length - 1 ? share : rest })),
  };
}

function panesOf(model: Model): ModelPane[] {
  return [...model.windows.values()].flatMap((window) => window.panes);
}

function windowOf(model: Model, id: string): ModelWindow {
  const window = model.windows.get(id);
  if (window === undefined) throw new Error(`can't find window: ${id}`);
  return window;
}

function locate(model: Model, id: string): { window: ModelWindow; pane: ModelPane; index: number } {
  for (const window of model.windows.values()) {
    const index = window.panes.findIndex((pane) => pane.id === id);
    const pane = window.panes[index];
    if (pane !== undefined) return { window, pane, index };
  }
  throw new Error(`can't find pane: ${id}`);
}

/** Takes a pane out of its window; a neighbour gets its columns, and a window without panes ends. */
function take(model: Model, id: string): ModelPane {
  const { window, pane, index } = locate(model, id);
  window.panes.splice(index, 1);
  window.zoomed = false;
  const heir = window.panes[index] ?? window.panes[index - 1];
  if (heir === undefined) {
    removeWindow(model, window.id);
    return pane;
  }
  heir.width += pane.width + 1;
  if (window.active === id) window.active = window.last ?? heir.id;
  if (window.last === id || window.last === window.active) window.last = null;
  return pane;
}

function addColumn(
  model: Model,
  id: string,
  pane: ModelPane,
  { width, position }: { width: number; position: 'left' | 'right' },
): void {
  const window = windowOf(model, id);
  if (window.width < width + 2) throw new Error('no space for new pane');
  const joined = { ...pane, width };
  takeColumns(position === 'left' ? window.panes : window.panes.toReversed(), width + 1);
  if (position === 'left') window.panes.unshift(joined);
  else window.panes.push(joined);
}

/** Panes give columns, from the nearest on, as far as each can; less than none goes to the nearest. */
function takeColumns(nearestFirst: readonly ModelPane[], wanted: number): number {
  let taken = 0;
  for (const pane of nearestFirst) {
    const given = Math.min(wanted - taken, pane.width - 1);
    pane.width -= given;
    taken += given;
  }
  return taken;
}

function removeWindow(model: Model, id: string): void {
  model.windows.delete(id);
  model.stash = model.stash.filter((window) => window !== id);
  for (const session of model.sessions) {
    session.windows = session.windows.filter((window) => window !== id);
    if (session.current === id) session.current = session.windows[0] ?? '';
  }
  model.sessions = model.sessions.filter((session) => session.windows.length > 0);
  const refuge = model.sessions[0]?.id;
  model.clients = model.clients.flatMap((client) =>
    model.sessions.some((session) => session.id === client.session)
      ? [client]
      : refuge === undefined
        ? []
        : [{ ...client, session: refuge }],
  );
}

function newId(model: Model, sigil: '%' | '@'): string {
  model.next += 1;
  return `${sigil}${model.next}`;
}
