import { type Cell, type Container, type Leaf, without } from './layout.ts';

/**
 * The work panes of a window in which ours has lost its place. A named layout of tmux does that: it was for all panes, so
 * what it would have been for the work panes alone is worked out.
 */
export function workOf(root: Cell, ours: string, position: 'left' | 'right'): Cell | null {
  const work = byName(root, ours, position) ?? without(root, ours);
  return work === null ? null : evened(work);
}

/** Ours is the first on the left, so it has become the main pane or the first tile; elsewhere leaving it out is enough. */
function byName(root: Cell, ours: string, position: 'left' | 'right'): Cell | null {
  if (position === 'right' || 'pane' in root || root.axis !== 'column') return null;
  const [first, second, ...more] = root.cells;
  if (first === undefined || second === undefined) return null;
  if ('pane' in first && first.pane === ours && more.length === 0) return mainHorizontal(root, first, second);
  return isTiled(root, ours) ? tiled(root, ours) : null;
}

/** Ours above all others: the first of them takes its place. */
function mainHorizontal(root: Container, ours: Leaf, others: Cell): Cell | null {
  if ('pane' in others || others.axis !== 'row') return null;
  const [main, ...rest] = others.cells;
  const [only] = rest;
  if (main === undefined || only === undefined) return null;
  const below: Cell = rest.length === 1 ? only : { ...others, cells: rest };
  return {
    ...root,
    cells: [
      { ...main, height: ours.height },
      { ...below, height: others.height },
    ],
  };
}

function isTiled({ cells }: Container, ours: string): boolean {
  const [first] = cells;
  if (first === undefined || 'pane' in first || first.axis !== 'row') return false;
  const [tile] = first.cells;
  const isOurs = tile !== undefined && 'pane' in tile && tile.pane === ours;
  return isOurs && cells.length > 1 && cells.every((row) => 'pane' in row || row.cells.every((cell) => 'pane' in cell));
}

/** Rows and columns as in tmux's layout_set_tiled: as many columns as rows, or one less. */
function tiled(root: Container, ours: string): Cell {
  const panes = root.cells
    .flatMap((row) => ('pane' in row ? [row] : row.cells))
    .filter((cell): cell is Leaf => 'pane' in cell && cell.pane !== ours);
  let [rows, columns] = [1, 1];
  while (rows * columns < panes.length) {
    rows += 1;
    if (rows * columns < panes.length) columns += 1;
  }
  const lines = Array.from({ length: Math.ceil(panes.length / columns) }, (_, row) =>
    panes.slice(row * columns, (row + 1) * columns).map((pane) => ({ ...pane, width: 1, height: 1 })),
  );
  const cells = lines.map((line): Cell => {
    const [only] = line;
    return only !== undefined && line.length === 1 ? only : { width: 1, height: 1, axis: 'row', cells: line };
  });
  const [only] = cells;
  return only !== undefined && cells.length === 1 ? only : { ...root, cells };
}

/** tmux gives what is left of a division to the last one of equal panes. */
function evened(cell: Cell): Cell {
  if ('pane' in cell) return cell;
  const cells = cell.cells.map(evened);
  const along = cell.axis === 'row' ? 'width' : 'height';
  const sizes = cells.map((inner) => inner[along]);
  const isEven = Math.max(...sizes) - Math.min(...sizes) <= cells.length;
  return { ...cell, cells: isEven ? cells.map((inner) => ({ ...inner, [along]: 1 })) : cells };
}
