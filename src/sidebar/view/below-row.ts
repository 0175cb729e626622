import { basename } from 'node:path';
import type { Pane, Session, Thread, Window } from '../../protocol/state.ts';
import type { Below } from '../below.ts';
import { cutEnd, drawable, width } from '../text.ts';
import { outsideGlyph, stateGlyphs } from '../theme.ts';
import { type Line, type Span, span, widthOf } from './line.ts';
import { indexColumnsMin, type RowPlace, stateCells, stateColumnsMin } from './row.ts';

type BelowPlace = Omit<RowPlace, 'index' | 'here' | 'hidden'>;

/** Cells that a window's panes and threads stand further in than it does. */
const inWindowCells = 2;

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
  const name = span(cutEnd(text, columns - widthOf(start) - widthOf(state)), 'plain');
  const gap = span(' '.repeat(Math.max(0, columns - widthOf([...start, name]) - widthOf(state))));
  return filled([...start, name, gap, ...state], place);
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
