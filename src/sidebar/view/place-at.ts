import { itemsOf, placeOf } from '../items.ts';
import type { Model } from '../model.ts';
import { layout } from './layout.ts';
import { heightsOf } from './list.ts';

/** What stands in a row of the screen, from 0; undefined where nothing does. */
export function placeAt(model: Model, row: number): Pick<Model, 'cursor' | 'thread'> | undefined {
  const parts = layout(model);
  const first = [parts.header, parts.rules].filter(Boolean).length;
  const items = itemsOf(model);
  const heights = heightsOf(model, items);
  let end = first;
  if (row < first || row >= first + parts.list) return undefined;
  for (let index = model.top; index < items.length; index += 1) {
    end += heights[index] ?? 0;
    const item = items[index];
    if (row < end && item !== undefined) return placeOf(item);
  }
  return undefined;
}
