import { asksBySession, isHere, keyOf, type Model, sessionsOf } from '../model.ts';
import { blank, type Line, line, span } from './line.ts';
import { row, rowHeight } from './row.ts';

export interface ListView {
  lines: Line[];
  /** How many sessions are out of view, above and below. */
  above: number;
  below: number;
}

export function listHeight(model: Model): number {
  return heightsOf(model).reduce((sum, height) => sum + height, 0);
}

function heightsOf(model: Model): number[] {
  const asks = asksBySession(model);
  return sessionsOf(model).map((session) => rowHeight(session, asks.get(keyOf(session)) ?? []));
}

/** The sessions from `model.top` on that fit into `rows`, filled up with what there is to say when there are few. */
export function list(model: Model, rows: number): ListView {
  const sessions = sessionsOf(model);
  const asks = asksBySession(model);
  const lines: Line[] = [];
  let index = model.top;
  for (; index < sessions.length && lines.length < rows; index += 1) {
    const session = sessions[index];
    if (session === undefined) break;
    const key = keyOf(session);
    const place = { index: index + 1, count: sessions.length, columns: model.size.columns, now: model.now };
    lines.push(
      ...row(session, asks.get(key) ?? [], {
        ...place,
        here: isHere(session, model.you),
        cursor: key === model.cursor,
      }),
    );
  }
  lines.push(...hints(model), ...Array.from({ length: Math.max(0, rows) }, () => blank));
  return {
    lines: lines.slice(0, Math.max(0, rows)),
    above: Math.min(model.top, sessions.length),
    below: sessions.length - index,
  };
}

/** What to do first: for nobody who already has two sessions. */
function hints(model: Model): Line[] {
  const count = sessionsOf(model).length;
  if (model.snapshot === null) return [line(span(' starting…', 'faint'))];
  if (count === 0)
    return [
      line(span(' no sessions', 'faint')),
      line(span(' press ', 'faint'), span('n', 'key'), span(' for one', 'faint')),
    ];
  if (count === 1) return [blank, line(span(' press ', 'faint'), span('n', 'key'), span(' for another', 'faint'))];
  return [];
}

/** The smallest scroll from `model.top` that has the cursor's session in view, and no empty rows below the last one. */
export function topInView(model: Model, rows: number): number {
  const sessions = sessionsOf(model);
  const heights = heightsOf(model);
  const cursor = Math.max(
    0,
    sessions.findIndex((session) => keyOf(session) === model.cursor),
  );
  let top = Math.min(model.top, cursor);
  let height = sum(heights, top, cursor + 1);
  while (height > rows && top < cursor) {
    height -= heights[top] ?? 0;
    top += 1;
  }
  let rest = sum(heights, top, heights.length);
  while (top > 0 && rest + (heights[top - 1] ?? 0) <= rows) {
    top -= 1;
    rest += heights[top] ?? 0;
  }
  return top;
}

function sum(numbers: readonly number[], from: number, to: number): number {
  return numbers.slice(from, to).reduce((total, number) => total + number, 0);
}
