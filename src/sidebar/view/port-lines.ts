import type { Port, Session } from '../../protocol/state.ts';
import { keyOf } from '../model.ts';
import { drawable } from '../text.ts';
import { type Line, line, type Span, span, widthOf } from './line.ts';

/** `:5173`; a click opens it. */
function portSpan({ port }: Port): Span {
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

/** `:5173 :3000`, or the first and how many more: the longest way to say it stands first. */
export function portsShort(session: Session): Span[][] {
  const [first, ...others] = session.ports.map(portSpan);
  if (first === undefined) return [];
  if (others.length === 0) return [[first]];
  const more: Span = {
    ...span(`+${others.length}`, 'tone-info'),
    target: { kind: 'ports', session: keyOf(session) },
  };
  return [
    [first, ...others.flatMap((other) => [span(' ', 'tone-info'), other])],
    [first, span(' ', 'tone-info'), more],
  ];
}
