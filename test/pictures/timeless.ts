import type { Cell } from '../support/screen.ts';

const turns = new Set('⠸⠼⠴⠦⠧⠇⠏⠋⠙');
const still = '⠹';
/** What a row of the sidebar may end in: the time of a log entry. */
const timeOfDay = /\d\d:\d\d(?=\s*(?:│|$))/g;
const always = '14:07';

/** The same cells at the same moment of each day: one turn of the spinners, one time of the log entries. */
export function timeless(grid: readonly (readonly Cell[])[]): Cell[][] {
  return grid.map((row) => {
    const cells = row.map((one) => (turns.has(one.char) ? { ...one, char: still } : one));
    for (const { index } of row
      .map(({ char }) => char || ' ')
      .join('')
      .matchAll(timeOfDay))
      for (const [offset, char] of [...always].entries()) {
        const one = cells[index + offset];
        if (one !== undefined) cells[index + offset] = { ...one, char };
      }
    return cells;
  });
}
