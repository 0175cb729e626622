import type { Thread, Window } from '../../protocol/state.ts';
import type { Below } from '../below.ts';
import { cutEnd, drawable } from '../text.ts';
import { outsideGlyph, stateGlyphs } from '../theme.ts';
import { type Line, span, widthOf } from './line.ts';
import { indexColumnsMin, type RowPlace, stateCells, stateColumnsMin } from './row.ts';

/** A window or a thread below its session. */
export function belowRow(below: Below, place: BelowPlace): Line {
  return below.window === null
    ? threadRow(below.thread, place, below.inWindow ? 2 : 0)
    : windowRow(below.window, place);
}

type BelowPlace = Omit<RowPlace, 'index' | 'here' | 'hidden'>;

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
  const name = span(cutEnd(text, columns - widthOf(start) - widthOf(state)), 'plain');
  const gap = span(' '.repeat(Math.max(0, columns - widthOf([...start, name]) - widthOf(state))));
  return { spans: [...start, name, gap, ...state], ...(cursor ? { fill: 'cursor' } : {}) };
}
