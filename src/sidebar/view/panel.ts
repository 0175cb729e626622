import { groupAtCursor } from '../groups.ts';
import { asksBySession, atCursor, keyOf, type Model } from '../model.ts';
import { detail } from './detail.ts';
import { groupDetail } from './group-detail.ts';
import type { Line } from './line.ts';

export interface PanelView {
  lines: Line[];
  /** Lines that are out of view. */
  above: number;
  below: number;
  /** What `Model.panelScroll` can be. */
  scroll: { min: number; max: number };
}

const empty: PanelView = { lines: [], above: 0, below: 0, scroll: { min: 0, max: 0 } };

/**
 * What the detail panel shows of the cursor's session or group. Where there is room for more than the facts these stay and the log
 * scrolls: it rests at its newest entry. Else all of it scrolls, and rests at its beginning.
 */
export function panel(model: Model, rows: number): PanelView {
  if (rows <= 0) return empty;
  const { facts, log } = said(model, rows);
  const isLogOnly = facts.length < rows;
  const fixed = isLogOnly ? facts : [];
  const moving = isLogOnly ? log : [...facts, ...log];
  const room = rows - fixed.length;
  const out = Math.max(0, moving.length - room);
  const scroll = isLogOnly ? { min: 0 - out, max: 0 } : { min: 0, max: out };
  const wanted = Math.max(scroll.min, Math.min(scroll.max, model.panelScroll));
  const above = isLogOnly ? out + wanted : wanted;
  return { lines: [...fixed, ...moving.slice(above, above + room)], above, below: out - above, scroll };
}

function said(model: Model, rows: number): ReturnType<typeof detail> {
  const asks = asksBySession(model);
  const place = {
    columns: model.size.columns,
    rows,
    home: model.home,
    now: model.now,
    calm: model.settings.reducedMotion,
    localTime: model.localTime,
  };
  const group = groupAtCursor(model);
  if (group !== undefined) return { facts: groupDetail(group, asks, place), log: [] };
  const session = atCursor(model);
  return session === undefined ? { facts: [], log: [] } : detail(session, asks.get(keyOf(session)) ?? [], place);
}
