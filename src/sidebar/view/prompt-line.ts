import { drawable, tail, width } from '../text.ts';
import { type Line, line, span } from './line.ts';

/** The end of the text is what is being typed: it stays in view. */
export function promptLine(text: string, columns: number, mark = ' > '): Line {
  const shown = tail(drawable(`.${text}.`).slice(1, -1), columns - width(mark) - 1);
  return line(span(mark, 'key'), span(shown), span(' ', 'cursor'));
}
