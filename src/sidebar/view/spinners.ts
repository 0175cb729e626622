import type { Look } from '../look.ts';
import { stateGlyphs } from '../theme.ts';
import { type Line, paint, type Span, span, widthOf } from './line.ts';

/** A cell of the screen, rows and columns from 0, in which something turns. */
export interface SpinnerCell {
  row: number;
  column: number;
  /** A line of that cell alone. */
  line: Line;
}

function turns({ text, style }: Span): boolean {
  return style === 'state-running' && text === stateGlyphs.running;
}

/** The cells of a frame that say that something runs. */
export function spinnersIn(lines: readonly Line[]): SpinnerCell[] {
  return lines.flatMap(({ spans, ...rest }, row) =>
    spans.flatMap((one, index): SpinnerCell[] => {
      if (!turns(one)) return [];
      // The first cell of a line is its gutter, and drawn otherwise.
      const alone = index === 0 ? [one] : [span(''), one];
      return [{ row, column: widthOf(spans.slice(0, index)), line: { spans: alone, ...rest } }];
    }),
  );
}

/** The same line with another glyph for what runs. */
export function turned(line: Line, glyph: string): Line {
  if (!line.spans.some(turns)) return line;
  return { ...line, spans: line.spans.map((one) => (turns(one) ? { ...one, text: glyph } : one)) };
}

/** Draws these cells and nothing else; the cursor and its look stay as they are. */
export function drawSpinners(look: Look, cells: readonly SpinnerCell[], glyph: string): string {
  const drawn = cells.map(
    ({ row, column, line }) => `\u001b[${row + 1};${column + 1}H${paint(look, turned(line, glyph), 1)}`,
  );
  return `\u001b7${drawn.join('')}\u001b8`;
}
