import type { ListPrefs } from '../../protocol/listed.ts';
import type { Session } from '../../protocol/state.ts';
import { type Below, belowKeyOf, belowOf } from '../below.ts';
import { type Binding, firstKey } from '../keymap.ts';
import { allSessionsOf, asksBySession, isHere, keyOf, type Model, sessionsOf } from '../model.ts';
import { filterNames, isHidden } from '../narrowing.ts';
import { aimedAt } from './aimed-at.ts';
import { blank, type Line, line, span } from './line.ts';
import { belowRow, row, rowHeight } from './row.ts';

export interface ListView {
  lines: Line[];
  /** How many sessions are out of view, above and below. */
  above: number;
  below: number;
}

/** What the cursor can stand on: a session, or a window or thread below it. */
interface Item {
  session: Session;
  /** Of the session, from 1. */
  number: number;
  below: Below | null;
}

export function itemsOf(model: Model): Item[] {
  return sessionsOf(model).flatMap((session, index) =>
    [null, ...belowOf(session, model)].map((below) => ({ session, number: index + 1, below })),
  );
}

export function listHeight(model: Model): number {
  return heightsOf(model, itemsOf(model)).reduce((sum, height) => sum + height, 0);
}

export function heightsOf(model: Model, items: readonly Item[]): number[] {
  const asks = asksBySession(model);
  return items.map(({ session, below }) => (below === null ? rowHeight(session, asks.get(keyOf(session)) ?? []) : 1));
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
    const { session, below, number } = item;
    const place = {
      count,
      columns: model.size.columns,
      now: model.now,
      calm: model.settings.reducedMotion,
      cursor: isCursor(item, model),
    };
    const target = {
      kind: 'place' as const,
      cursor: keyOf(session),
      thread: below === null ? null : belowKeyOf(below),
    };
    if (below !== null) lines.push(...aimedAt([belowRow(below, place)], target));
    else
      lines.push(
        ...aimedAt(
          row(session, asks.get(keyOf(session)) ?? [], {
            ...place,
            index: number,
            here: isHere(session, model.you),
            hidden: isHidden(session, model.snapshot?.list),
          }),
          target,
        ),
      );
  }
  lines.push(...hints(model), ...Array.from({ length: Math.max(0, rows) }, () => blank));
  return {
    lines: lines.slice(0, Math.max(0, rows)),
    above: sessionsIn(items.slice(0, model.top)),
    below: sessionsIn(items.slice(index)),
  };
}

function isCursor({ session, below }: Item, { cursor, thread: at }: Model): boolean {
  return keyOf(session) === cursor && (below === null ? null : belowKeyOf(below)) === at;
}

function sessionsIn(items: readonly Item[]): number {
  return items.filter(({ below }) => below === null).length;
}

/** What to do first: for nobody who already has two sessions. */
function hints(model: Model): Line[] {
  const count = sessionsOf(model).length;
  if (model.snapshot === null) return [line(span(' starting…', 'faint'))];
  const key = firstKey(model.keymap, 'new-session');
  if (count === 0 && allSessionsOf(model).length > 0) return nothingListed(model.snapshot.list, model.keymap);
  if (count === 0) return [line(span(' no sessions', 'faint')), ...press(key, 'for one')];
  if (count === 1) return [blank, ...press(key, 'for another')];
  return [];
}

function nothingListed({ filter, showsHidden }: ListPrefs, keymap: readonly Binding[]): Line[] {
  const why = line(span(filter === 'all' ? ' all are hidden' : ` none: ${filterNames[filter]}`, 'faint'));
  return filter === 'all' && !showsHidden
    ? [why, ...press(firstKey(keymap, 'reveal'), 'to see them')]
    : [why, ...press(firstKey(keymap, 'filter'), 'for others')];
}

/** Nothing when no key does it. */
function press(key: string | null, what: string): Line[] {
  return key === null ? [] : [line(span(' press ', 'faint'), span(key, 'key'), span(` ${what}`, 'faint'))];
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
