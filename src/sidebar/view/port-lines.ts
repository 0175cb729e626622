import type { Port } from '../../protocol/state.ts';
import { drawable } from '../text.ts';
import { type Line, line, type Span, span, widthOf } from './line.ts';

/** `:5173`; a click opens it. */
export function portSpan({ port }: Port): Span {
  return { ...span(`:${port}`, 'tone-info'), target: { kind: 'port', port } };
}

export const portLinesMax = 4;
const gap = span('     ');

/** `:5173 vite     :3000 node`, as many on a line as fit whole. */
export function portLines(ports: readonly Port[], columns: number): Line[] {
  const rows: Span[][] = [];
  for (const port of ports) {
    const program: Span = {
      ...span(` ${drawable(port.program)}`, 'faint'),
      target: { kind: 'port', port: port.port },
    };
    const piece = [portSpan(port), program];
    const last = rows.at(-1);
    if (last !== undefined && widthOf([...last, gap, ...piece]) < columns) last.push(gap, ...piece);
    else rows.push([span(' '), ...piece]);
  }
  return rows.slice(0, portLinesMax).map((spans) => line(...spans));
}
