import { landingOf } from '../landing.ts';
import type { Model } from '../model.ts';
import { type Line, line, span } from './line.ts';

/** Lines of the list with a mark in the gutter where the session that is dragged will land: `↑` above, `↓` below. */
export function withLanding(lines: Line[], model: Model): Line[] {
  const landing = model.hold?.kind === 'move' ? landingOf(model, model.hold) : null;
  if (landing === null) return lines;
  const isOver = ({ target }: Line) => target?.kind === 'place' && target.cursor === landing.over;
  const at = landing.above ? lines.findIndex(isOver) : lines.findLastIndex(isOver);
  const marked = lines[at];
  return marked === undefined ? lines : lines.with(at, inGutter(marked, landing.above ? '↑' : '↓'));
}

/** Lines of the list begin with a blank, the bar or the guide of a group. */
function inGutter({ spans, ...rest }: Line, glyph: string): Line {
  const [first, ...others] = spans;
  const left = first === undefined ? [] : [{ ...first, text: first.text.slice(1) }];
  return { ...rest, spans: [...line(span(glyph, 'key')).spans, ...left, ...others] };
}
