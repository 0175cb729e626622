import type { Session, Thread } from '../../protocol/state.ts';
import { firstKey } from '../keymap.ts';
import { asksBySession, isHere, keyOf, type Model, sessionsOf, threadKeyOf, threadsBelow } from '../model.ts';
import { blank, type Line, line, span } from './line.ts';
import { row, rowHeight, threadRow } from './row.ts';

export interface ListView {
  lines: Line[];
  /** How many sessions are out of view, above and below. */
  above: number;
  below: number;
}

/** What the cursor can stand on: a session, or one of its threads below it. */
interface Item {
  session: Session;
  /** Of the session, from 1. */
  number: number;
  thread: Thread | null;
}

function itemsOf(model: Model): Item[] {
  return sessionsOf(model).flatMap((session, index) =>
    [null, ...threadsBelow(session, model)].map((thread) => ({ session, number: index + 1, thread })),
  );
}

export function listHeight(model: Model): number {
  return heightsOf(model, itemsOf(model)).reduce((sum, height) => sum + height, 0);
}

function heightsOf(model: Model, items: readonly Item[]): number[] {
  const asks = asksBySession(model);
  return items.map(({ session, thread }) => (thread === null ? rowHeight(session, asks.get(keyOf(session)) ?? []) : 1));
}

/** The items from `model.top` on that fit into `rows`, filled up with what there is to say when there are few. */
export function list(model: Model, rows: number): ListView {
  const items = itemsOf(model);
  const asks = asksBySession(model);
  const count = sessionsOf(model).length;
  const lines: Line[] = [];
  let index = model.top;
  for (; index < items.length && lines.length < rows; index += 1) {
    const item = items[index];
    if (item === undefined) break;
    const { session, thread, number } = item;
    const place = {
      count,
      columns: model.size.columns,
      now: model.now,
      calm: model.settings.reducedMotion,
      cursor: isCursor(item, model),
    };
    if (thread !== null) lines.push(threadRow(thread, place));
    else
      lines.push(
        ...row(session, asks.get(keyOf(session)) ?? [], { ...place, index: number, here: isHere(session, model.you) }),
      );
  }
  lines.push(...hints(model), ...Array.from({ length: Math.max(0, rows) }, () => blank));
  return {
    lines: lines.slice(0, Math.max(0, rows)),
    above: sessionsIn(items.slice(0, model.top)),
    below: sessionsIn(items.slice(index)),
  };
}

function isCursor({ session, thread }: Item, { cursor, thread: at }: Model): boolean {
  return keyOf(session) === cursor && (thread === null ? null : threadKeyOf(thread)) === at;
}

function sessionsIn(items: readonly Item[]): number {
  return items.filter(({ thread }) => thread === null).length;
}

/** What to do first: for nobody who already has two sessions. */
function hints(model: Model): Line[] {
  const count = sessionsOf(model).length;
  if (model.snapshot === null) return [line(span(' starting…', 'faint'))];
  const key = firstKey(model.keymap, 'new-session');
  const press = (what: string) =>
    key === null ? [] : [line(span(' press ', 'faint'), span(key, 'key'), span(` for ${what}`, 'faint'))];
  if (count === 0) return [line(span(' no sessions', 'faint')), ...press('one')];
  if (count === 1) return [blank, ...press('another')];
  return [];
}

/** The smallest scroll from `model.top` that has the cursor's item in view, and no empty rows below the last one. */
export function topInView(model: Model, rows: number): number {
  const items = itemsOf(model);
  const heights = heightsOf(model, items);
  const cursor = Math.max(
    0,
    items.findIndex((item) => isCursor(item, model)),
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
