import type { TmuxAction } from './action.ts';
import { type TmuxPane, type TmuxWindow, type Topology, workPane } from './topology.ts';

/** Where a person was in a window, as far as they work there: our panes are no place to be. */
export interface Worked {
  /** Ids of the work panes that had the focus last, the latest first; two at most. */
  panes: readonly string[];
  zoom: Zoom;
}

/** The latest fills its window (`now`), did when the focus went to the sidebar (`left`), and has the focus back (`back`). */
export type Zoom = 'no' | 'now' | 'left' | 'back';

const panesMax = 2;

/** What is known after a listing. tmux itself forgets: `last-pane` names one pane only, and after a `swap-pane` none. */
export function worked(before: ReadonlyMap<string, Worked>, { windows }: Topology): ReadonlyMap<string, Worked> {
  return new Map([...windows.values()].map((window) => [window.id, workedIn(window, before.get(window.id))]));
}

function workedIn({ panes, zoomed }: TmuxWindow, before: Worked | undefined): Worked {
  const work = panes.filter(({ role }) => role === 'work');
  const ids = new Set(work.map(({ id }) => id));
  const active = work.find((pane) => pane.active);
  const last = work.find((pane) => pane.last);
  // Beside the sidebar's focus the last one is the latest.
  const known = [active, last].flatMap((pane) => (pane === undefined ? [] : [pane.id]));
  const order = [...new Set([...known, ...(before?.panes ?? [])])].filter((id) => ids.has(id));
  const focus = active === undefined ? 'sidebar' : zoomed ? 'zoomed' : 'work';
  return { panes: order.slice(0, panesMax), zoom: zoomAfter(before?.zoom ?? 'no', focus) };
}

function zoomAfter(before: Zoom, focus: 'sidebar' | 'zoomed' | 'work'): Zoom {
  if (focus === 'zoomed') return 'now';
  if (focus === 'sidebar') return before === 'now' || before === 'left' ? 'left' : 'no';
  return before === 'left' ? 'back' : 'no';
}

/** The work pane that has the focus, or had it before it went to the sidebar. */
export function placeOfWork(window: TmuxWindow, was: Worked | undefined): TmuxPane | undefined {
  const work = window.panes.filter(({ role }) => role === 'work');
  return work.find(({ active }) => active) ?? work.find(({ id }) => id === was?.panes[0]) ?? workPane(window);
}

/** The focus back from the sidebar to where it was, zoomed as it was; nothing where it is there already. */
export function backToWork(window: TmuxWindow, was: Worked | undefined): TmuxAction[] {
  const pane = placeOfWork(window, was);
  if (pane === undefined) return [];
  const select: TmuxAction[] = pane.active ? [] : [{ type: 'pane.select', pane: pane.id }];
  const wasZoomed = (was?.zoom === 'left' || was?.zoom === 'back') && pane.id === was.panes[0];
  return wasZoomed ? [...select, { type: 'pane.zoom', pane: pane.id }] : select;
}

/** `last-pane` goes from work pane to work pane, as it would without us. In a zoomed window a `select-pane` would unzoom. */
export function keepLastPanes({ windows }: Topology, was: ReadonlyMap<string, Worked>): TmuxAction[] {
  return [...windows.values()].flatMap((window): TmuxAction[] => {
    const [active, last] = was.get(window.id)?.panes ?? [];
    const panes = new Map(window.panes.map((pane) => [pane.id, pane]));
    if (active === undefined || last === undefined || window.zoomed || panes.get(active)?.active !== true) return [];
    if (!panes.has(last) || window.panes.some((pane) => pane.last && pane.role === 'work')) return [];
    return [{ type: 'pane.last', active, last }];
  });
}
