import type { Ask } from '../../protocol/ask.ts';
import type { RowTemplate } from '../../protocol/rows.ts';
import type { Session, Thread, Window } from '../../protocol/state.ts';
import type { Below } from '../below.ts';
import { cutEnd, drawable, width } from '../text.ts';
import { outsideGlyph, stateGlyphs, unseenGlyph } from '../theme.ts';
import { elapsed, elapsedCells } from './elapsed.ts';
import { type Headline, headline, isCounted } from './headline.ts';
import { type Line, type Span, span, widthOf } from './line.ts';
import { rowLine } from './row-line.ts';
import { saysAnything } from './row-words.ts';
import { workText } from './work.ts';

export { sessionName } from './session-name.ts';

/** Below these widths the row drops the elapsed time, then the state, then the index. */
const sinceColumnsMin = 20;
const stateColumnsMin = 16;
const indexColumnsMin = 8;
/** What counts of background work leave of a thread's name. */
const nameCellsMin = 8;

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
function stateCells({ state, since, unseen, inferred }: Headline, columns: number, now: number, calm: boolean): Span[] {
  const style = `state-${state}` as const;
  const glyph = [span(' '), { ...span(stateGlyphs[state], style), ...(inferred ? { faint: true } : {}) }];
  if (columns < sinceColumnsMin) return glyph;
  if (unseen) return [...glyph, span(` ${unseenGlyph}${' '.repeat(elapsedCells)}`, style)];
  return [...glyph, span(` ${(isCounted(state) ? elapsed(since, now, calm) : '').padEnd(elapsedCells)} `, 'faint')];
}

/** A window or a thread below its session. */
export function belowRow(below: Below, place: BelowPlace): Line {
  return below.window === null
    ? threadRow(below.thread, place, below.inWindow ? 2 : 0)
    : windowRow(below.window, place);
}

type BelowPlace = Omit<RowPlace, 'index' | 'here' | 'hidden' | 'rows' | 'home'>;

/** As tmux writes it: index, name, and `*` at the current one. */
function windowRow({ index, name, active }: Window, { count, columns, cursor }: BelowPlace): Line {
  const indent = columns < indexColumnsMin ? 0 : String(count).length + 1;
  const text = `${index}:${drawable(name)}${active ? '*' : ''}`;
  const spans = [span(' '), span(' '.repeat(indent)), span(cutEnd(text, columns - indent - 1), 'faint')];
  return { spans, ...(cursor ? { fill: 'cursor' } : {}) };
}

/** Agent and name, state and since when; `deeper` cells further in than a window. */
function threadRow(thread: Thread, { count, columns, now, cursor, calm }: BelowPlace, deeper: number): Line {
  const indent = columns < indexColumnsMin ? 0 : String(count).length + 1 + deeper;
  const inferred = thread.certainty !== 'exact';
  const state =
    columns < stateColumnsMin || stateGlyphs[thread.state] === ' '
      ? []
      : stateCells({ ...thread, inferred }, columns, now, calm);
  const start = [span(' '), span(' '.repeat(indent))];
  const place = thread.outside ? `${outsideGlyph} ` : '';
  const text = [place + drawable(thread.agent), drawable(thread.name ?? '')].filter((one) => one !== '').join(' ');
  const work = workCells(thread, columns - widthOf(start) - stateCellsMax(columns));
  const right = [
    ...work,
    ...(state.length > 0 || work.length === 0 ? state : [span(' '.repeat(stateCellsMax(columns)))]),
  ];
  const name = span(cutEnd(text, columns - widthOf(start) - widthOf(right)), 'plain');
  const gap = span(' '.repeat(Math.max(0, columns - widthOf([...start, name]) - widthOf(right))));
  return { spans: [...start, name, gap, ...right], ...(cursor ? { fill: 'cursor' } : {}) };
}

/** Nothing where less than `nameCellsMin` would be left for the name. */
function workCells(thread: Thread, room: number): Span[] {
  const work = workText([thread]);
  return work === '' || room - width(work) - 1 < nameCellsMin ? [] : [span(` ${work}`, 'faint')];
}

/** What a state would take. */
function stateCellsMax(columns: number): number {
  return columns < stateColumnsMin ? 0 : columns < sinceColumnsMin ? 2 : elapsedCells + 4;
}
