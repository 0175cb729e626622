import type { Model } from '../model.ts';
import type { Target } from '../target.ts';
import { width } from '../text.ts';
import { frame } from './frame.ts';
import type { Line } from './line.ts';

/** What is drawn in a cell, as far as a click on it means something. Both count from 0. */
export function targetAt(model: Model, { column, row }: { column: number; row: number }): Target | undefined {
  const line = frame(model)[row];
  return line === undefined ? undefined : targetIn(line, column);
}

/** The same in a line that is drawn. */
export function targetIn({ spans, target }: Line, column: number): Target | undefined {
  let text = '';
  for (const span of spans) {
    text += span.text;
    if (column < width(text)) return span.target ?? target;
  }
  return target;
}
