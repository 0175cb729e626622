import type { Port } from '../../protocol/state.ts';
import { drawable } from '../text.ts';
import { type Line, line, type Span, span, widthOf } from './line.ts';

export const portLinesMax = 4;
const gap = span('     ');

/** `:5173 vite     :3000 node`, as many on a line as fit whole. */
export function portLines(ports: readonly Port[], columns: number): Line[] {
  const rows: Span[][] = [];
  for (const { port, program } of ports) {
    const piece = [span(`:${port}`, 'tone-info'), span(` ${drawable(program)}`, 'faint')];
    const last = rows.at(-1);
    if (last !== undefined && widthOf([...last, gap, ...piece]) < columns) last.push(gap, ...piece);
    else rows.push([span(' '), ...piece]);
  }
  return rows.slice(0, portLinesMax).map((spans) => line(...spans));
}
