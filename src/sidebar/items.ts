import type { Session } from '../protocol/state.ts';
import { type Below, belowKeyOf, belowOf } from './below.ts';
import { type Group, sectionsOf } from './groups.ts';
import { type BelowKey, keyOf, type Model, type SessionKey } from './model.ts';

/** What the cursor can stand on: the line of a group, a session, or what is listed below a session. */
export type Item =
  | { type: 'group'; group: Group }
  | {
      type: 'session';
      session: Session;
      /** From 1; those in folded groups count. */
      number: number;
      /** Below the line of a group. */
      inGroup: boolean;
    }
  | { type: 'below'; session: Session; below: Below; inGroup: boolean };

/** From above. */
export function itemsOf(model: Pick<Model, 'snapshot' | 'you' | 'unfolded'>): Item[] {
  let number = 0;
  return sectionsOf(model).flatMap(({ group, sessions }): Item[] => {
    const first = number;
    number += sessions.length;
    if (group?.folded) return [{ type: 'group', group }];
    const inGroup = group !== null;
    const members = sessions.flatMap((session, index): Item[] => [
      { type: 'session', session, number: first + index + 1, inGroup },
      ...belowOf(session, model).map((below): Item => ({ type: 'below', session, below, inGroup })),
    ]);
    return group === null ? members : [{ type: 'group', group }, ...members];
  });
}

export interface CursorPlace {
  cursor: SessionKey;
  thread: BelowKey | null;
}

/** Where the cursor is when it stands on this. */
export function placeOf(item: Item): CursorPlace {
  if (item.type === 'group') return { cursor: item.group.key, thread: null };
  return { cursor: keyOf(item.session), thread: item.type === 'below' ? belowKeyOf(item.below) : null };
}

export function isAt(item: Item, { cursor, thread }: Pick<Model, 'cursor' | 'thread'>): boolean {
  const place = placeOf(item);
  return place.cursor === cursor && place.thread === thread;
}
