import type { Row } from './figure.ts';

/** The rows as text, floors below what is compared with them. */
export function table(rows: readonly Row[]): string {
  const head = ['figure', 'what', 'median', 'p95', 'unit', '× floor', 'n'];
  const body = rows.map(({ figure, what, floor, median, p95, unit, ratio, unsteady, n }) => [
    figure,
    `${floor ? '  floor: ' : ''}${what}${unsteady ? ' (unsteady)' : ''}`,
    number(median),
    number(p95),
    unit,
    ratio === undefined ? '' : number(ratio),
    `${n}`,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...body.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        [2, 3, 5, 6].includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function number(value: number): string {
  if (Number.isInteger(value)) return `${value}`;
  return value.toFixed(Math.abs(value) < 1 ? 2 : 1);
}
