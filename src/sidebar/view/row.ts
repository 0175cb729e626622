import type { Session, Thread, ThreadState } from '../../protocol/state.ts';
import { cutEnd, drawable, width } from '../text.ts';
import { stateGlyphs } from '../theme.ts';
import { type Line, line, type Span, span, widthOf } from './line.ts';
import { hasSummary, summary } from './progress.ts';

/** Cells at the right of a row that the state owns; blank when nominal. */
const gutterCells = 2;
/** Below this width the row drops the state, then the index. */
const gutterColumnsMin = 16;
const indexColumnsMin = 8;

const urgency: readonly ThreadState[] = ['waiting', 'error', 'interrupted', 'running', 'done', 'unknown', 'idle'];

export interface RowPlace {
  /** From 1. */
  index: number;
  /** How many sessions are numbered: indices are padded to the longest. */
  count: number;
  here: boolean;
  cursor: boolean;
  columns: number;
}

export function rowHeight({ branch, metadata }: Session): number {
  return 1 + (branch === null ? 0 : 1) + (hasSummary(metadata.status, metadata.progress) ? 1 : 0);
}

/** A session in the list: bar, index, name and state; branch; status and progress. */
export function row(session: Session, place: RowPlace): Line[] {
  const { columns, here, cursor } = place;
  const number = columns < indexColumnsMin ? '' : `${String(place.index).padEnd(String(place.count).length)} `;
  const state = columns < gutterColumnsMin ? null : headline(session.threads);
  const start: Span[] = [here ? span('▌', 'here') : span(' '), span(number, 'faint')];
  const reserved = columns < gutterColumnsMin ? 0 : gutterCells;
  const name = cutEnd(sessionName(session), columns - widthOf(start) - reserved);
  const first = [...start, span(name, here ? 'strong' : 'plain')];
  const gap = ' '.repeat(Math.max(0, columns - widthOf(first) - 1));
  const glyph =
    state === null || stateGlyphs[state] === ' ' ? [] : [span(gap), span(stateGlyphs[state], `state-${state}`)];
  const indent = span(' '.repeat(1 + width(number)));
  const lines: Line[] = [{ spans: [...first, ...glyph], ...(cursor ? { fill: 'cursor' } : {}) }];
  if (session.branch !== null) lines.push(line(indent, span(drawable(session.branch), 'faint')));
  const { status, progress } = session.metadata;
  const tone = status?.tone ?? 'neutral';
  if (hasSummary(status, progress)) {
    lines.push(line(indent, span(summary(status, progress), tone === 'neutral' ? 'plain' : `tone-${tone}`)));
  }
  return lines;
}

export function sessionName({ id, name }: Pick<Session, 'id' | 'name'>): string {
  return drawable(name) || id;
}

/** The most urgent state of a session's threads; null without threads. */
export function headline(threads: readonly Thread[]): ThreadState | null {
  return urgency.find((state) => threads.some((thread) => thread.state === state)) ?? null;
}
