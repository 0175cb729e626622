import type { ListPrefs } from '../../protocol/listed.ts';
import { type Item, isAt, itemsOf, placeOf } from '../items.ts';
import { firstKey } from '../keymap.ts';
import { allSessionsOf, asksBySession, isHere, keyOf, type Model, sessionsOf } from '../model.ts';
import { filterNames, isHidden, meantSessionsOf } from '../narrowing.ts';
import { drawable } from '../text.ts';
import { wayHere } from '../way-here.ts';
import { aimedAt } from './aimed-at.ts';
import { belowRow } from './below-row.ts';
import { groupRow, guided } from './group-row.ts';
import { blank, type Line, line, span } from './line.ts';
import { row, rowHeight } from './row.ts';

export interface ListView {
  lines: Line[];
  /** How many sessions are out of view, above and below. */
  above: number;
  below: number;
}

export function listHeight(model: Model): number {
  return heightsOf(model, itemsOf(model)).reduce((sum, height) => sum + height, 0);
}

export function heightsOf(model: Model, items: readonly Item[]): number[] {
  const asks = asksBySession(model);
  return items.map((item) =>
    item.type === 'session' ? rowHeight(item.session, asks.get(keyOf(item.session)) ?? [], model.settings.rows) : 1,
  );
}

/** The items from `model.top` on that have a line in `rows`. */
export function itemsInView(model: Model, rows: number): Item[] {
  const items = itemsOf(model).slice(model.top, model.top + Math.max(0, rows));
  const heights = heightsOf(model, items);
  return items.filter((_, index) => sum(heights, 0, index) < rows);
}

/** The items in view, filled up with what there is to say when there are few. */
export function list(model: Model, rows: number): ListView {
  const items = itemsInView(model, rows);
  const asks = asksBySession(model);
  const count = sessionsOf(model).length;
  const lines = items.flatMap((item) =>
    aimedAt(itemLines(item, model, count, asks), { kind: 'place', ...placeOf(item) }),
  );
  const said = [...lines, ...hints(model)];
  const all = itemsOf(model);
  return {
    lines: Array.from({ length: Math.max(0, rows) }, (_, index) => said[index] ?? blank),
    above: sessionsIn(all.slice(0, model.top)),
    below: sessionsIn(all.slice(model.top + items.length)),
  };
}

function itemLines(item: Item, model: Model, count: number, asks: ReturnType<typeof asksBySession>): Line[] {
  const place = {
    count,
    columns: model.size.columns,
    now: model.now,
    calm: model.settings.reducedMotion,
    cursor: isAt(item, model),
  };
  if (item.type === 'group') {
    const here = item.group.folded && item.group.sessions.some((session) => isHere(session, model.you));
    return [groupRow(item.group, asks, { ...place, here })];
  }
  const { session, inGroup } = item;
  const lines =
    item.type === 'below'
      ? [belowRow(item.below, session, place)]
      : row(session, asks.get(keyOf(session)) ?? [], {
          ...place,
          index: item.number,
          here: isHere(session, model.you),
          hidden: isHidden(session, model.snapshot?.list),
          rows: model.settings.rows,
          home: model.home,
        });
  return inGroup ? lines.map(guided) : lines;
}

/** A folded group stands for all of its sessions. */
function sessionsIn(items: readonly Item[]): number {
  const counts = items.map((item) => {
    if (item.type === 'group') return item.group.folded ? item.group.sessions.length : 0;
    return item.type === 'session' ? 1 : 0;
  });
  return counts.reduce((sum: number, one) => sum + one, 0);
}

/** What to do first: for nobody who already has two sessions. */
function hints(model: Model): Line[] {
  const count = sessionsOf(model).length;
  if (model.snapshot === null) return [line(span(' starting…', 'faint'))];
  const key = firstKey(model.keymap, 'new-session');
  if (count === 0 && allSessionsOf(model).length > 0) return nothingListed(model, model.snapshot.list);
  if (count === 0) return [line(span(' no sessions', 'faint')), ...press(model, key, 'for one')];
  if (allSessionsOf(model).length === 1) return [blank, ...press(model, key, 'for another')];
  return [];
}

function nothingListed(model: Model, { filter, showsHidden }: ListPrefs): Line[] {
  const { keymap } = model;
  if (meantSessionsOf(model).length === 0) return [line(span(' none: sessionFilter', 'faint'))];
  const why = line(span(filter === 'all' ? ' all are hidden' : ` none: ${filterNames[filter]}`, 'faint'));
  return filter === 'all' && !showsHidden
    ? [why, ...press(model, firstKey(keymap, 'reveal'), 'to see them')]
    : [why, ...press(model, firstKey(keymap, 'filter'), 'for others')];
}

/** Nothing when no key does it. Where the focus is elsewhere the keys that bring it here come first. */
function press(model: Model, key: string | null, what: string): Line[] {
  if (key === null) return [];
  const way = wayHere(model);
  const why = span(` ${what}`, 'faint');
  const start = span(' press ', 'faint');
  if (way === null) return [line(start, span(key, 'key'), why)];
  return [line(start, span(`${drawable(way)} ${key}`, 'key')), line(why)];
}

/** The smallest scroll from `model.top` that has the cursor's item in view, and no empty rows below the last one. */
export function topInView(model: Model, rows: number): number {
  const items = itemsOf(model);
  const heights = heightsOf(model, items);
  const cursor = Math.max(
    0,
    items.findIndex((item) => isAt(item, model)),
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
