import { cutEnd, width } from '../text.ts';
import type { Style } from '../theme.ts';
import { type Span, span, widthOf } from './line.ts';

/** What is left of a text before something else gives way for it. */
const textCellsMin = 8;

/** A part of a row, before it is known how many cells it gets. */
export interface Piece {
  /** Cells that it would like, and those without which it is not drawn. */
  full: number;
  least: number;
  /** At most so many cells wide. */
  drawn(cells: number): Span[];
}

/** As a whole, or not at all. */
export function whole(text: string, style: Style, look: Pick<Span, 'faint'> = {}): Piece {
  const cells = width(text);
  return { full: cells, least: cells, drawn: () => [{ ...span(text, style), ...look }] };
}

/** Cut where there is too little room. */
export function text(content: string, style: Style, cut: (text: string, cells: number) => string = cutEnd): Piece {
  const full = width(content);
  return { full, least: Math.min(full, textCellsMin), drawn: (cells) => [span(cut(content, cells), style)] };
}

/** The first of several ways to say it that fits; the longest stands first. */
export function firstFitting(ways: readonly Span[][]): Piece {
  const widths = ways.map(widthOf);
  return {
    full: Math.max(0, ...widths),
    least: Math.min(...widths),
    drawn: (cells) => ways.find((_, index) => (widths[index] ?? 0) <= cells) ?? [],
  };
}
