import type { Cell } from '../support/screen.ts';
import { paints, type Surface } from './colours.ts';
import { joins, shape } from './shapes.ts';

/** Neighbouring cells of a row that are drawn as one. */
export interface Run {
  col: number;
  /** Cells. */
  width: number;
  text: string;
  fg: string;
  bold: boolean;
  italic: boolean;
  underline: boolean;
}

/** Neighbouring cells with one background. */
export interface Ground {
  col: number;
  width: number;
  bg: string;
}

const ascii = /^[!-~]$/;

/**
 * The texts of a row, blanks at both ends of each left out. Only ASCII is drawn in one piece: what a reader's font has for the
 * rest may be of any width, and must not move its neighbours.
 */
export function runsOf(row: readonly Cell[], surface: Surface): Run[] {
  const runs: Run[] = [];
  for (const [col, one] of row.entries()) {
    if (one.char === '' || one.char === ' ') continue;
    const width = row[col + 1]?.char === '' ? 2 : 1;
    const { bold, italic, underline } = one;
    const run = { col, width, text: one.char, fg: paints(one, surface).fg, bold, italic, underline };
    const last = runs.at(-1);
    const gap = last === undefined ? 0 : col - last.col - last.width;
    if (last === undefined || gap > 1 || !sameLook(last, run) || !goesOn(last.text, run.text, gap)) runs.push(run);
    else
      runs[runs.length - 1] = {
        ...last,
        width: last.width + gap + width,
        text: last.text + ' '.repeat(gap) + one.char,
      };
  }
  return runs;
}

export function groundsOf(row: readonly Cell[], surface: Surface): Ground[] {
  const grounds: Ground[] = [];
  for (const [col, one] of row.entries()) {
    const { bg } = paints(one, surface);
    const last = grounds.at(-1);
    if (bg === null) continue;
    if (last?.bg === bg && last.col + last.width === col) last.width += 1;
    else grounds.push({ col, width: 1, bg });
  }
  return grounds;
}

function goesOn(before: string, character: string, gap: number): boolean {
  const end = before.at(-1) ?? '';
  if (shape(character, 1, '') !== null)
    return gap === 0 && joins(character) && before === character.repeat(before.length);
  return ascii.test(end) && ascii.test(character);
}

function sameLook(one: Run, other: Run): boolean {
  return (
    one.fg === other.fg && one.bold === other.bold && one.italic === other.italic && one.underline === other.underline
  );
}
