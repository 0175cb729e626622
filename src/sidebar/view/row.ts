import type { Ask } from '../../protocol/ask.ts';
import type { RowTemplate } from '../../protocol/rows.ts';
import type { Session } from '../../protocol/state.ts';
import { width } from '../text.ts';
import { stateGlyphs, unseenGlyph } from '../theme.ts';
import { elapsed, elapsedCells } from './elapsed.ts';
import { type Headline, headline, isCounted } from './headline.ts';
import { type Line, type Span, span } from './line.ts';
import { rowLine } from './row-line.ts';
import { saysAnything } from './row-words.ts';

/** Below these widths the row drops the elapsed time, then the state, then the index. */
export const sinceColumnsMin = 20;
export const stateColumnsMin = 16;
export const indexColumnsMin = 8;

export interface RowPlace {
  /** From 1. */
  index: number;
  /** How many sessions are numbered: indices are padded to the longest. */
  count: number;
  here: boolean;
  cursor: boolean;
  /** Hidden, and shown all the same. */
  hidden: boolean;
  columns: number;
  now: number;
  /** No seconds are counted. */
  calm: boolean;
  rows: RowTemplate;
  home: string;
}

export function rowHeight(session: Session, asks: readonly Ask[], { lines }: RowTemplate): number {
  return lines.filter((line, index) => index === 0 || saysAnything(line, session, asks)).length;
}

/**
 * A session in the list: the bar and what its template says. The first line is there whatever it says, and has the cursor;
 * the others are indented by the index.
 */
export function row(session: Session, asks: readonly Ask[], place: RowPlace): Line[] {
  const { columns, here, cursor, rows } = place;
  const number =
    columns < indexColumnsMin || !rows.numbered ? '' : `${String(place.index).padEnd(String(place.count).length)} `;
  const facts = { ...place, session, asks, top: headline(session.threads, asks) };
  const bar = here ? span('▌', 'here') : span(' ');
  const indent = 1 + width(number);
  return rows.lines.flatMap((line, index): Line[] => {
    if (index > 0 && !saysAnything(line, session, asks)) return [];
    const spans = rowLine(line, facts, columns, columns - indent);
    if (index > 0) return [{ spans: [span(' '.repeat(indent)), ...spans] }];
    return [{ spans: [bar, span(number, 'faint'), ...spans], ...(cursor ? { fill: 'cursor' } : {}) }];
  });
}

/** Glyph, and since when, or that its end is news. */
export function stateCells(
  { state, since, unseen, inferred }: Headline,
  columns: number,
  now: number,
  calm: boolean,
): Span[] {
  const style = `state-${state}` as const;
  const glyph = [span(' '), { ...span(stateGlyphs[state], style), ...(inferred ? { faint: true } : {}) }];
  if (columns < sinceColumnsMin) return glyph;
  if (unseen) return [...glyph, span(` ${unseenGlyph}${' '.repeat(elapsedCells)}`, style)];
  return [...glyph, span(` ${(isCounted(state) ? elapsed(since, now, calm) : '').padEnd(elapsedCells)} `, 'faint')];
}
