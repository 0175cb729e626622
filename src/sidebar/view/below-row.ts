import { basename } from 'node:path';
import type { Pane, Session, Thread, Window } from '../../protocol/state.ts';
import type { Below } from '../below.ts';
import { cutEnd, drawable, width } from '../text.ts';
import { outsideGlyph, stateGlyphs } from '../theme.ts';
import { elapsedCells } from './elapsed.ts';
import { type Line, type Span, span, widthOf } from './line.ts';
import { indexColumnsMin, type RowPlace, sinceColumnsMin, stateCells, stateColumnsMin } from './row.ts';
import { workText } from './work.ts';

type BelowPlace = Omit<RowPlace, 'index' | 'here' | 'hidden' | 'rows' | 'home'>;

/** Cells that a window's panes and threads stand further in than it does. */
const inWindowCells = 2;
/** What counts of background work leave of a thread's name. */
const nameCellsMin = 8;

/** A window, a thread or a pane below its session. */
export function belowRow(below: Below, session: Session, place: BelowPlace): Line {
  switch (below.type) {
    case 'window':
      return windowRow(below.window, place);
    case 'thread':
      return threadRow(below.thread, place, below.inWindow);
    case 'pane':
      return paneRow(below.pane, session.dir, place, below.inWindow);
    default:
      return below satisfies never;
  }
}

/** As tmux writes it: index, name, and `*` at the current one. */
function windowRow({ index, name, active }: Window, place: BelowPlace): Line {
  const start = indent(place, false);
  const text = `${index}:${drawable(name)}${active ? '*' : ''}`;
  return filled([...start, span(cutEnd(text, place.columns - widthOf(start)), 'faint')], place);
}

/** Agent and name, state and since when. */
function threadRow(thread: Thread, place: BelowPlace, inWindow: boolean): Line {
  const { columns, now, calm } = place;
  const inferred = thread.certainty !== 'exact';
  const state =
    columns < stateColumnsMin || stateGlyphs[thread.state] === ' '
      ? []
      : stateCells({ ...thread, inferred }, columns, now, calm);
  const start = indent(place, inWindow);
  const where = thread.outside ? `${outsideGlyph} ` : '';
  const text = [where + drawable(thread.agent), drawable(thread.name ?? '')].filter((one) => one !== '').join(' ');
  const work = workCells(thread, columns - widthOf(start) - stateCellsMax(columns));
  const right = [
    ...work,
    ...(state.length > 0 || work.length === 0 ? state : [span(' '.repeat(stateCellsMax(columns)))]),
  ];
  const name = span(cutEnd(text, columns - widthOf(start) - widthOf(right)), 'plain');
  const gap = span(' '.repeat(Math.max(0, columns - widthOf([...start, name]) - widthOf(right))));
  return filled([...start, name, gap, ...right], place);
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

/** Its program, or its id until that is known, and the last part of its directory where the session is in another one. */
function paneRow({ id, command, dir }: Pane, at: string | null, place: BelowPlace, inWindow: boolean): Line {
  const start = indent(place, inWindow);
  const room = place.columns - widthOf(start);
  const program = cutEnd(drawable(command ?? '') || id, room);
  const folder = dir === null || dir === at ? '' : drawable(basename(dir) || dir);
  const rest = folder === '' ? '' : cutEnd(` ${folder}`, room - width(program));
  return filled([...start, span(program, 'plain'), span(rest, 'faint')], place);
}

function indent({ count, columns }: BelowPlace, inWindow: boolean): Span[] {
  const cells = columns < indexColumnsMin ? 0 : String(count).length + 1 + (inWindow ? inWindowCells : 0);
  return [span(' '), span(' '.repeat(cells))];
}

function filled(spans: Span[], { cursor }: BelowPlace): Line {
  return { spans, ...(cursor ? { fill: 'cursor' } : {}) };
}
