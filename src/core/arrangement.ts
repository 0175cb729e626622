import type { TmuxAction } from './action.ts';
import { type Cell, formatLayout, geometry, type Leaf, panesIn, parseLayout, scaled, without } from './layout.ts';
import { workOf } from './named-layouts.ts';
import { type SplitOff, splitOff } from './split-off.ts';
import { isOutermost, type TmuxPane, type TmuxWindow } from './topology.ts';

/** How a person arranged the work panes of a window. */
export interface Arrangement {
  /** The work panes; its sizes are proportions. */
  work: Cell;
  /** The space that they had at the last look: what is beside the sidebar. Null while that stands in another place than its own. */
  space: { width: number; height: number } | null;
  /** tmux's description of the window at that look. */
  layout: string;
  /** The sidebar stood in the window. */
  besideOurs: boolean;
  /** They shall get their proportions back: the space changed, not how they are arranged in it. */
  due: boolean;
  /** What a person split off the sidebar since; all else is as it was before. */
  splitOff: SplitOff | null;
}

export interface Place {
  width: number;
  position: 'left' | 'right';
}

/**
 * What is known of a window's arrangement after a look. A layout that changes while the work panes' space does not is a
 * person's wish (or a program's) and is remembered; where their space changes, what was remembered is due. Without a sidebar
 * in the window only tmux decides. `wasResized`: since the last look, perhaps there and back. Null where tmux's description cannot be read.
 */
export function arrange(
  before: Arrangement | undefined,
  window: TmuxWindow,
  place: Place,
  wasResized = false,
): Arrangement | undefined {
  if (window.zoomed || window.layout === before?.layout) return before;
  const ours = window.panes.filter((pane) => pane.role !== 'work');
  const root = parseLayout(window.layout);
  const [own] = ours;
  const work = root === null || own === undefined ? root : without(root, own.id);
  if (root === null || work === null || ours.length > 1) return undefined;

  // It is about to trade places, and all sizes stay.
  if (own !== undefined && inOurColumn(window, own, place) !== null) return before;
  const split =
    before === undefined || own === undefined ? null : splitOff(root, own.id, panesIn(before.work), place.width);
  if (before !== undefined && split !== null) return { ...before, layout: window.layout, splitOff: split };
  const { position } = place;
  const seen = { layout: window.layout, besideOurs: own !== undefined, splitOff: null };
  const space = spaceOf(root, own, position);
  if (space === null) return { ...seen, work: workOf(root, own?.id ?? '', position) ?? work, space, due: true };
  const now = scaled(work, space) ?? work;
  const adopted = { ...seen, work: now, space, due: false };
  const known = before?.work ?? workBefore(window);
  if (known === null || panesIn(known).join() !== panesIn(now).join()) return adopted;
  const wanted = scaled(known, space);
  if (wanted === null || isSame(wanted, now)) return { ...seen, work: known, space, due: false };
  if (before === undefined) return { ...seen, work: known, space, due: true };
  if (!wasResized && before.space?.width === space.width && before.space.height === space.height) {
    const isUntouched = before.due && geometry(before.layout) === geometry(window.layout);
    return isUntouched ? { ...before, ...seen } : adopted;
  }
  if (!before.besideOurs && !seen.besideOurs) return adopted;
  // Whoever changed the kind of layout as well did it on purpose.
  if (before.space !== null && !isAlike(before.work, now)) return adopted;
  return { ...before, ...seen, space, due: true };
}

/** Work panes in their proportions and the sidebar in its place, in one step. Empty where nothing is due. */
export function rearrange(
  window: TmuxWindow,
  own: TmuxPane | undefined,
  arrangement: Arrangement | undefined,
  { width, position }: Place,
): TmuxAction[] {
  if (arrangement === undefined || window.zoomed || arrangement.layout !== window.layout) return [];
  if (!arrangement.due && (own === undefined || own.width === width)) return [];
  const root = parseLayout(window.layout);
  if (root === null) return [];
  const work = scaled(arrangement.work, {
    width: own === undefined ? root.width : root.width - width - 1,
    height: root.height,
  });
  if (work === null) return [];
  const target = own === undefined ? work : beside(work, { width, height: root.height, pane: own.id }, position);
  const layout = formatLayout(target);
  // tmux deals the places out in the order of its panes, whatever ids stand there.
  if (panesIn(target).join() !== window.panes.map(({ id }) => id).join()) {
    const outermost = position === 'left' ? panesIn(work)[0] : panesIn(work).at(-1);
    return own === undefined || outermost === undefined || arrangement.space !== null
      ? []
      : [{ type: 'pane.move', pane: own.id, beside: outermost }];
  }
  const { kept } = window;
  const keeps = kept !== null && geometry(kept.with) === geometry(window.layout) ? kept.without : null;
  return [{ type: 'layout.arrange', window: window.id, seen: window.layout, layout, keeps }];
}

/** The work pane that stands in our column, after panes were rotated or swapped: it trades places with ours. */
export function inOurColumn(window: TmuxWindow, own: TmuxPane, { width, position }: Place): string | null {
  // Asked of each window at each look: then nobody else stands there.
  if (isOutermost(window, own, position)) return null;
  const root = parseLayout(window.layout);
  const column = root === null ? null : columnAt(root, position);
  return column === null || column.pane === own.id || column.width !== width ? null : column.pane;
}

/** The arrangement before our pane came, as long as nothing was changed since. */
function workBefore({ kept, layout }: TmuxWindow): Cell | null {
  return kept === null || geometry(kept.with) !== geometry(layout) ? null : parseLayout(kept.without);
}

function spaceOf(root: Cell, own: TmuxPane | undefined, position: Place['position']): Arrangement['space'] {
  if (own === undefined) return { width: root.width, height: root.height };
  const column = columnAt(root, position);
  return column?.pane === own.id ? { width: root.width - column.width - 1, height: root.height } : null;
}

/** The pane that is the outermost column of a window; null where there is no such column, or it is divided. */
function columnAt(root: Cell, position: Place['position']): Leaf | null {
  if ('pane' in root || root.axis !== 'row') return null;
  const cell = position === 'left' ? root.cells[0] : root.cells.at(-1);
  return cell !== undefined && 'pane' in cell ? cell : null;
}

function beside(work: Cell, ours: Cell, position: Place['position']): Cell {
  const cells = 'axis' in work && work.axis === 'row' ? work.cells : [work];
  return {
    width: work.width + 1 + ours.width,
    height: work.height,
    axis: 'row',
    cells: position === 'left' ? [ours, ...cells] : [...cells, ours],
  };
}

function isSame(one: Cell, other: Cell): boolean {
  return formatLayout(one) === formatLayout(other);
}

/** The same panes in the same rows and columns, whatever their sizes. */
function isAlike(one: Cell, other: Cell): boolean {
  if ('pane' in one || 'pane' in other) return 'pane' in one && 'pane' in other && one.pane === other.pane;
  const sameCells = one.axis === other.axis && one.cells.length === other.cells.length;
  return sameCells && one.cells.every((cell, index) => isAlike(cell, other.cells[index] ?? cell));
}
