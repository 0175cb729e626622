import type { TmuxAction } from './action.ts';
import { type Arrangement, inOurColumn, rearrange } from './arrangement.ts';
import { closeEmptied } from './emptied.ts';
import { geometry } from './layout.ts';
import { emptyRevived } from './revived.ts';
import { isTooNarrow } from './room.ts';
import { joinWork } from './split-off.ts';
import {
  allPanes,
  isOutermost,
  type TmuxPane,
  type TmuxWindow,
  type Topology,
  visibleWindow,
  windowOfPane,
  windowsOfUser,
  workPane,
} from './topology.ts';
import type { Worked } from './worked.ts';

export interface SidebarWishes {
  shown: boolean;
  width: number;
  position: 'left' | 'right';
  /** Client whose focus shall go to the sidebar. */
  focusWanted: string | null;
  /** How work panes were arranged, by window id. */
  arrangements?: ReadonlyMap<string, Arrangement>;
  /** The work panes that had the focus last, by window id. */
  worked?: ReadonlyMap<string, Worked>;
}

/**
 * What is still to do until every window has the pane of ours that it should have: the live one where somebody looks, a
 * slot elsewhere, none where hidden. Pure and safe to run twice; run again after each listing until nothing is left.
 */
export function reconcileSidebars(topology: Topology, wishes: SidebarWishes): TmuxAction[] {
  const revived = emptyRevived(topology);
  if (revived.length > 0) return revived;
  const empty = closeEmptied(topology);
  if (empty.length > 0) return empty;
  if (topology.dragging === true) return [];
  return wishes.shown
    ? [...show(topology, wishes), ...giveFocus(topology, wishes.focusWanted)]
    : hide(topology, wishes);
}

/**
 * The same in turns of tmux's loop: what is due where somebody looks, which tmux draws then, and the rest. What makes windows end
 * is one turn, see `closeEmptied`.
 */
export function inTurns(topology: Topology, actions: readonly TmuxAction[]): readonly (readonly TmuxAction[])[] {
  const visible = visibleWindows(topology);
  const isAbout = (action: TmuxAction) =>
    Object.values(action).some((id: unknown) => typeof id === 'string' && isIn(visible, topology, id));
  const [seen, rest] = [actions.filter(isAbout), actions.filter((action) => !isAbout(action))];
  const isOne = seen.length === 0 || rest.length === 0 || closeEmptied(topology).length > 0;
  return isOne ? [actions] : [seen, rest];
}

/** Of a window's id, or a pane's. */
function isIn(windows: ReadonlySet<string>, topology: Topology, id: string): boolean {
  return windows.has(id) || windows.has(windowOfPane(topology, id)?.id ?? '');
}

/** The live pane that may trade places inside tmux; null when which one would be a guess. */
export function soleLive(topology: Topology): string | null {
  const [only] = livePanes(topology);
  if (only === undefined || !isOneEnough(topology)) return null;
  return topology.stash.includes(only.window.id) ? null : only.pane.id;
}

/** Whether a hook can do for all who look. */
export function isOneEnough(topology: Topology): boolean {
  return livePanes(topology).length < 2 && !topology.foreignControl && visibleWindows(topology).size < 2;
}

function livePanes(topology: Topology): ReturnType<typeof allPanes> {
  return allPanes(topology).filter(({ pane }) => pane.role === 'live');
}

/** Whether there are sidebars to be seen: what a daemon that starts finds out from the panes themselves. */
export function sidebarsShown(topology: Topology): boolean {
  return allPanes(topology).some(({ pane, window }) => pane.role !== 'work' && !topology.stash.includes(window.id));
}

/** The windows that somebody looks at. */
export function visibleWindows(topology: Topology): Set<string> {
  return new Set(
    topology.clients.map((client) => visibleWindow(topology, client)).filter((window) => window !== undefined),
  );
}

function show(topology: Topology, wishes: SidebarWishes): TmuxAction[] {
  const { width, position, arrangements } = wishes;
  const actions: TmuxAction[] = [];
  const visible = visibleWindows(topology);
  const windows = windowsOfUser(topology);
  const lives = livePanes(topology);
  const spare = lives
    .filter(({ window }) => !visible.has(window.id))
    // A parked one comes last: the one in a window leaves its place to a slot and needs no new one there.
    .sort((a, b) => Number(topology.stash.includes(a.window.id)) - Number(topology.stash.includes(b.window.id)));
  const spareAtFirst = spare.length;
  // The stash ends with its last pane, and our lines with it.
  let mayLeaveStash = allPanes(topology).filter(({ window }) => topology.stash.includes(window.id)).length - 1;
  /** Which pane stands in the place of another after the swaps so far. */
  const inPlaceOf = new Map<string, string>();

  // Visible windows first, so that what somebody waits for is done first.
  for (const window of [...windows].sort((a, b) => Number(visible.has(b.id)) - Number(visible.has(a.id)))) {
    const arrangement = arrangements?.get(window.id);
    const [own, ...superfluous] = window.panes
      .filter((pane) => pane.role !== 'work')
      .sort((a, b) => Number(b.role === 'live') - Number(a.role === 'live'));
    for (const pane of superfluous) {
      // A live one that nobody sees is spare: another window may need it.
      if (pane.role === 'slot' || visible.has(window.id)) actions.push({ type: 'pane.kill', pane: pane.id });
    }

    if (own === undefined) {
      if (isTooNarrow(window, width)) {
        actions.push(...rearrange(window, own, arrangement, wishes));
        continue;
      }
      const parked = mayLeaveStash > 0 ? spare.findIndex((live) => topology.stash.includes(live.window.id)) : -1;
      const [joined] = visible.has(window.id) && !window.zoomed && parked >= 0 ? spare.splice(parked, 1) : [];
      if (joined !== undefined) mayLeaveStash -= 1;
      actions.push(
        joined === undefined
          ? { type: 'slot.create', window: window.id, zoomed: window.zoomed }
          : { type: 'pane.join', pane: joined.pane.id, window: window.id },
      );
      continue;
    }
    const usurper = window.zoomed ? null : inOurColumn(window, own, wishes);
    if (usurper !== null) {
      actions.push({ type: 'pane.swap', live: own.id, slot: usurper });
      // The focus belongs to the place in tmux.
      if (window.panes.some(({ id, active }) => id === usurper && active))
        actions.push({ type: 'pane.select', pane: usurper });
      continue;
    }
    if (!window.zoomed && arrangement?.layout === window.layout && arrangement.splitOff !== null) {
      actions.push(...joinWork(window, arrangement.splitOff, wishes.worked?.get(window.id)?.panes ?? []));
      continue;
    }
    if (isMisplaced(window, own, width, position) && (own.role === 'slot' || visible.has(window.id))) {
      actions.push({ type: own.role === 'live' ? 'pane.park' : 'pane.kill', pane: own.id }, ...restoreLayout(window));
      continue;
    }
    // Before panes of ours trade places: it is for the layout that was seen.
    const arranging = isTooNarrow(window, width) ? [] : rearrange(window, own, arrangement, wishes);
    actions.push(...arranging);
    const live = visible.has(window.id) && own.role === 'slot' ? spare.shift() : undefined;
    if (live !== undefined) {
      actions.push({ type: 'pane.swap', live: live.pane.id, slot: own.id });
      inPlaceOf.set(own.id, live.pane.id).set(live.pane.id, own.id);
      if (topology.stash.includes(live.window.id) && mayLeaveStash > 0) {
        actions.push({ type: 'pane.kill', pane: own.id });
        mayLeaveStash -= 1;
      }
    } else if (visible.has(window.id) && own.role === 'slot') {
      // A pane that had a process gets no other one: of output that came with its end tmux keeps the length over a respawn, and
      // may crash on what the next process writes (window_pane_get_new_data, 3.3a and 3.5a).
      actions.push(own.ended ? { type: 'slot.replace', pane: own.id } : { type: 'slot.wake', slot: own.id });
    }
    const kept = keepInPlace(window, { ...own, id: inPlaceOf.get(own.id) ?? own.id }, width, position);
    actions.push(...kept.filter(({ type }) => type !== 'pane.resize' || arranging.length === 0));
  }

  // One live pane is always kept, also while nobody looks or has room for it: it comes back without a start.
  const inUse = spare.length < spareAtFirst || lives.length > spareAtFirst;
  for (const { pane, window } of spare.slice(inUse ? 0 : 1)) {
    const isParked = topology.stash.includes(window.id);
    if (!isParked) actions.push({ type: 'live.retire', pane: pane.id });
    else if (mayLeaveStash > 0) {
      actions.push({ type: 'pane.kill', pane: pane.id });
      mayLeaveStash -= 1;
    }
  }
  return actions;
}

/** The work panes get the sizes back that they had without us, unless somebody changed something since. */
function restoreLayout({ id, layout, kept }: TmuxWindow): TmuxAction[] {
  if (kept === null || geometry(layout) !== geometry(kept.with)) return [];
  return [{ type: 'layout.restore', window: id, layout: kept.without }];
}

/** It leaves its window: there is no room for it any more, or it stands on the other side than wished. */
function isMisplaced(window: TmuxWindow, own: TmuxPane, width: number, position: 'left' | 'right'): boolean {
  if (window.zoomed) return false;
  const other = position === 'left' ? 'right' : 'left';
  return isColumnAt(window, own, other) || isTooNarrow(window, width);
}

function keepInPlace(window: TmuxWindow, own: TmuxPane, width: number, position: 'left' | 'right'): TmuxAction[] {
  const actions: TmuxAction[] = [];
  const work = workPane(window);
  // Nothing can be typed into a slot.
  if (own.role === 'slot' && own.active && work !== undefined) actions.push({ type: 'pane.select', pane: work.id });
  if (own.width !== width && isColumnAt(window, own, position) && !window.zoomed && !isTooNarrow(window, width))
    actions.push({ type: 'pane.resize', pane: own.id, width });
  return actions;
}

/** Across the whole window it is a row that some layout made of it, and has no width of its own. */
function isColumnAt(window: TmuxWindow, own: TmuxPane, position: 'left' | 'right'): boolean {
  return isOutermost(window, own, position) && own.width !== window.width;
}

function giveFocus(topology: Topology, wanted: string | null): TmuxAction[] {
  const client = topology.clients.find((one) => one.name === wanted);
  const window = client === undefined ? undefined : topology.windows.get(visibleWindow(topology, client) ?? '');
  const live = window?.panes.find((pane) => pane.role === 'live');
  return live === undefined ? [] : [{ type: 'pane.select', pane: live.id }];
}

/**
 * A zoomed window shows nothing of ours anyway, and killing a pane would unzoom it: it is cleared once it is not zoomed. One
 * live pane is kept.
 */
function hide(topology: Topology, wishes: SidebarWishes): TmuxAction[] {
  const actions: TmuxAction[] = [];
  let parked = allPanes(topology).some(
    ({ pane, window }) => pane.role === 'live' && topology.stash.includes(window.id),
  );
  for (const window of windowsOfUser(topology).sort((a, b) => Number(a.zoomed) - Number(b.zoomed))) {
    if (window.zoomed) {
      for (const pane of window.panes.filter(({ role }) => role === 'live')) {
        if (parked) actions.push({ type: 'live.retire', pane: pane.id });
        parked = true;
      }
      continue;
    }
    if (window.panes.every((pane) => pane.role === 'work'))
      actions.push(...rearrange(window, undefined, wishes.arrangements?.get(window.id), wishes));
    for (const pane of window.panes) {
      if (pane.role === 'work') continue;
      const park = pane.role === 'live' && !parked;
      parked ||= park;
      actions.push(park ? { type: 'pane.park', pane: pane.id } : { type: 'pane.kill', pane: pane.id });
      actions.push(...restoreLayout(window));
    }
  }
  return actions;
}
