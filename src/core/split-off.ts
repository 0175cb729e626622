import type { TmuxAction } from './action.ts';
import { type Cell, type Leaf, panesIn, parseLayout } from './layout.ts';
import type { TmuxWindow } from './topology.ts';

/** A work pane that was split off the sidebar. Whoever did that had the focus there, and meant to split their work. */
export interface SplitOff {
  pane: string;
  axis: 'row' | 'column';
}

/** A pane that is split has to have this many rows or columns, with a status line of its own. */
const splitCellsMin = 5;

/**
 * Finds it among the panes that are not `known`. Side by side it has what was left of our columns: all but its own width,
 * or, where ours has its width back, one. Null as well where no work pane has room for it.
 */
export function splitOff(root: Cell, ours: string, known: readonly string[], width: number): SplitOff | null {
  const found = besideOurs(root, ours, width, (pane) => pane !== ours && !known.includes(pane));
  if (found === null) return null;
  const work = panesIn(root).filter((pane) => pane !== ours && pane !== found.pane);
  return work.some((pane) => hasRoom(root, pane, found.axis)) ? found : null;
}

function besideOurs(root: Cell, ours: string, width: number, isNew: (pane: string) => boolean): SplitOff | null {
  if ('pane' in root || root.axis !== 'row') return null;
  const at = root.cells.findIndex((cell) => panesIn(cell).includes(ours));
  const own = root.cells[at];
  if (own === undefined) return null;
  if ('pane' in own) {
    const isRest = (cell: Cell) => cell.width === 1 || cell.width + 1 + own.width === width;
    const found = [root.cells[at - 1], root.cells[at + 1]].find((cell) => isNewLeaf(cell, isNew) && isRest(cell));
    return isNewLeaf(found, isNew) ? { pane: found.pane, axis: 'row' } : null;
  }
  const found = own.axis === 'column' ? own.cells.find((cell) => isNewLeaf(cell, isNew)) : undefined;
  return isNewLeaf(found, isNew) ? { pane: found.pane, axis: 'column' } : null;
}

function isNewLeaf(cell: Cell | undefined, isNew: (pane: string) => boolean): cell is Leaf {
  return cell !== undefined && 'pane' in cell && isNew(cell.pane);
}

/** It goes beside the work pane that had the focus last (`latest` first), as if that had been split. */
export function joinWork(window: TmuxWindow, { pane, axis }: SplitOff, latest: readonly string[]): TmuxAction[] {
  const root = parseLayout(window.layout);
  const moved = window.panes.find(({ id }) => id === pane);
  if (root === null || moved === undefined) return [];
  const work = window.panes.filter(({ role, id }) => role === 'work' && id !== pane).map(({ id }) => id);
  const beside = [...latest, ...work].find((id) => work.includes(id) && hasRoom(root, id, axis));
  return beside === undefined ? [] : [{ type: 'pane.beside', pane, beside, axis, focused: moved.active }];
}

function hasRoom(cell: Cell, pane: string, axis: SplitOff['axis']): boolean {
  if ('pane' in cell) return cell.pane === pane && (axis === 'row' ? cell.width : cell.height) >= splitCellsMin;
  return cell.cells.some((inner) => hasRoom(inner, pane, axis));
}
