import { keyOf, type Model, sessionsOf } from '../model.ts';
import { type Line, line, span } from './line.ts';

/** Lines of the list with a mark in the gutter where the session that is dragged will land: `↑` above, `↓` below. */
export function withLanding(lines: Line[], model: Model): Line[] {
  const { hold } = model;
  if (hold?.kind !== 'move') return lines;
  const sessions = sessionsOf(model).map(keyOf);
  const from = sessions.indexOf(hold.session);
  const over = sessions[hold.to];
  if (from < 0 || over === undefined || from === hold.to) return lines;
  const isOver = ({ target }: Line) => target?.kind === 'place' && target.cursor === over;
  const at = hold.to < from ? lines.findIndex(isOver) : lines.findLastIndex(isOver);
  const marked = lines[at];
  return marked === undefined ? lines : lines.with(at, inGutter(marked, hold.to < from ? '↑' : '↓'));
}

/** Lines of the list begin with a blank or the bar. */
function inGutter({ spans, ...rest }: Line, glyph: string): Line {
  const [first, ...others] = spans;
  const left = first === undefined ? [] : [{ ...first, text: first.text.slice(1) }];
  return { ...rest, spans: [...line(span(glyph, 'key')).spans, ...left, ...others] };
}
