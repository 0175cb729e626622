/** A rectangle of a window: a pane, or cells side by side (`row`) or stacked (`column`), with one line of border between. */
export type Cell = Leaf | Container;

interface Size {
  width: number;
  height: number;
}

export interface Leaf extends Size {
  /** `%3` */
  pane: string;
}

export interface Container extends Size {
  axis: 'row' | 'column';
  cells: readonly Cell[];
}

/** Deeper than this is no layout that a person made. */
const depthMax = 64;

/**
 * A tmux layout without its checksum and pane ids: where the panes are, whichever they are. A cell reads
 * `WIDTHxHEIGHT,X,Y`, then `,ID` for a pane, or its cells in braces (side by side) or brackets (stacked).
 */
export function geometry(layout: string): string {
  return layout.replace(/^[0-9a-f]+,/, '').replace(/(\d+x\d+,\d+,\d+),\d+/g, '$1');
}

/** Null for what is no layout, or one of a tmux that knows more kinds of cells. */
export function parseLayout(layout: string): Cell | null {
  const text = layout.replace(/^[0-9a-f]{4},/, '');
  const dimensions = /(\d{1,5})x(\d{1,5}),\d{1,5},\d{1,5}(?:,(\d{1,10})|([{[]))/y;
  let at = 0;

  function cell(depth: number): Cell | null {
    dimensions.lastIndex = at;
    const [found, width, height, pane, opening] = dimensions.exec(text) ?? [];
    if (found === undefined || depth > depthMax) return null;
    at += found.length;
    const size = { width: Number(width), height: Number(height) };
    if (opening === undefined) return { ...size, pane: `%${pane}` };
    const cells: Cell[] = [];
    do {
      const inner = cell(depth + 1);
      if (inner === null) return null;
      cells.push(inner);
    } while (text[at] === ',' && at++ >= 0);
    if (text[at] !== (opening === '{' ? '}' : ']')) return null;
    at += 1;
    return { ...size, axis: opening === '{' ? 'row' : 'column', cells };
  }

  const root = cell(0);
  return at === text.length ? root : null;
}

/** As `select-layout` wants it. */
export function formatLayout(root: Cell): string {
  const text = write(root, 0, 0);
  let sum = 0;
  // layout_checksum, tmux 3.2 to 3.7
  for (const character of text) sum = ((sum >> 1) + ((sum & 1) << 15) + character.charCodeAt(0)) & 0xffff;
  return `${sum.toString(16).padStart(4, '0')},${text}`;
}

function write(cell: Cell, left: number, top: number): string {
  const head = `${cell.width}x${cell.height},${left},${top}`;
  if ('pane' in cell) return `${head},${cell.pane.slice(1)}`;
  let [x, y] = [left, top];
  const cells = cell.cells.map((inner) => {
    const text = write(inner, x, y);
    if (cell.axis === 'row') x += inner.width + 1;
    else y += inner.height + 1;
    return text;
  });
  return cell.axis === 'row' ? `${head}{${cells.join(',')}}` : `${head}[${cells.join(',')}]`;
}

/** Its panes, in the order in which `select-layout` gives them their places. */
export function panesIn(cell: Cell): string[] {
  return 'pane' in cell ? [cell.pane] : cell.cells.flatMap(panesIn);
}

/** The cell without a pane; its sizes are proportions then. Null when nothing is left. */
export function without(cell: Cell, pane: string): Cell | null {
  if ('pane' in cell) return cell.pane === pane ? null : cell;
  const cells = cell.cells.map((inner) => without(inner, pane)).filter((inner) => inner !== null);
  const [only] = cells;
  return cells.length > 1 ? { ...cell, cells } : (only ?? null);
}

/** The cell in another size, its panes in the same proportions. Null when it has no room for all. */
export function scaled(cell: Cell, { width, height }: Size): Cell | null {
  if (width < 1 || height < 1) return null;
  if ('pane' in cell) return { ...cell, width, height };
  const along = cell.axis === 'row' ? 'width' : 'height';
  const shares = share(
    cell.cells.map((inner) => inner[along]),
    (cell.axis === 'row' ? width : height) - (cell.cells.length - 1),
  );
  if (shares === null) return null;
  const cells = cell.cells.map((inner, index) => scaled(inner, { width, height, [along]: shares[index] ?? 0 }));
  return cells.includes(null) ? null : { ...cell, width, height, cells: cells.filter((inner) => inner !== null) };
}

/** Whole numbers of the given sum in the proportions of others, each at least 1; what is left over goes to the largest fractions. */
function share(proportions: readonly number[], sum: number): number[] | null {
  if (sum < proportions.length) return null;
  const total = proportions.reduce((before, one) => before + one, 0);
  const exact = proportions.map((one) => (one * sum) / total);
  const shares = exact.map((one) => Math.max(1, Math.floor(one)));
  let left = sum - shares.reduce((before, one) => before + one, 0);
  const byFraction = exact
    .map((one, index) => ({ index, fraction: one - Math.floor(one) }))
    .sort((a, b) => b.fraction - a.fraction || a.index - b.index);
  for (const { index } of byFraction) {
    if (left <= 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  // Those that were raised to 1 took it from the widest ones.
  while (left < 0) {
    const widest = shares.indexOf(Math.max(...shares));
    shares[widest] = (shares[widest] ?? 0) - 1;
    left += 1;
  }
  return shares;
}
