import type { Ask } from '../../protocol/ask.ts';
import type { Session } from '../../protocol/state.ts';
import { cutEnd, drawable, width } from '../text.ts';
import { hiddenGlyph, stateGlyphs, unseenGlyph } from '../theme.ts';
import { branchLine, hasBranchLine } from './branch-line.ts';
import { elapsed, elapsedCells } from './elapsed.ts';
import { type Headline, headline, isCounted } from './headline.ts';
import { type Line, line, type Span, span, widthOf } from './line.ts';
import { hasSummary, summary } from './progress.ts';

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
}

export function rowHeight(session: Session, asks: readonly Ask[]): number {
  const { status, progress } = session.metadata;
  const lines = [asks.length > 0, hasBranchLine(session), hasSummary(status, progress)];
  return 1 + lines.filter(Boolean).length;
}

/** A session in the list: bar, index, name, state and since when; the oldest question; branch and ports; status and progress. */
export function row(session: Session, asks: readonly Ask[], place: RowPlace): Line[] {
  const { columns, here, cursor } = place;
  const number = columns < indexColumnsMin ? '' : `${String(place.index).padEnd(String(place.count).length)} `;
  const start: Span[] = [here ? span('▌', 'here') : span(' '), span(number, 'faint')];
  const state = gutter(session, asks, place);
  const mark = place.hidden ? `${hiddenGlyph} ` : '';
  const name = cutEnd(mark + sessionName(session), columns - widthOf(start) - widthOf(state));
  const first = [...start, span(name, here ? 'strong' : place.hidden ? 'faint' : 'plain')];
  const gap = state.length === 0 ? [] : [span(' '.repeat(columns - widthOf(first) - widthOf(state)))];
  const indent = span(' '.repeat(1 + width(number)));
  const lines: Line[] = [{ spans: [...first, ...gap, ...state], ...(cursor ? { fill: 'cursor' } : {}) }];
  const [ask] = asks;
  if (ask !== undefined) lines.push(line(indent, span(drawable(ask.question), 'state-waiting')));
  if (hasBranchLine(session)) lines.push(branchLine(session, columns, indent));
  const { status, progress } = session.metadata;
  const tone = status?.tone ?? 'neutral';
  if (hasSummary(status, progress)) {
    lines.push(line(indent, span(summary(status, progress), tone === 'neutral' ? 'plain' : `tone-${tone}`)));
  }
  return lines;
}

/** The end of a row: the state's glyph always in the same cell, whether a time follows or not. Nothing when nominal. */
function gutter({ threads }: Session, asks: readonly Ask[], { columns, now, calm }: RowPlace): Span[] {
  const top = columns < stateColumnsMin ? null : headline(threads, asks);
  if (top === null || stateGlyphs[top.state] === ' ') return [];
  return stateCells(top, columns, now, calm);
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

export function sessionName({ id, name }: Pick<Session, 'id' | 'name'>): string {
  return drawable(name) || id;
}
