import { keyOf, type Model, type SessionKey, sessionsOf } from './model.ts';
import type { MouseReport } from './mouse.ts';
import { moved } from './moves.ts';
import { panelScrolled } from './panel-scroll.ts';
import { clicked, landed, resized } from './pointing.ts';
import { type Step, still } from './step.ts';
import { type Hold, holdMillisMax, type Target } from './target.ts';
import { frame } from './view/frame.ts';
import { listRows, panelRowsAt } from './view/layout.ts';
import { targetAt } from './view/target-at.ts';

/** Does what a key does. */
export type Press = (model: Model, key: string) => Step;

/**
 * A press moves the cursor of whatever is shown; the release goes there if the cursor was there before, or does what else
 * was clicked. In between a session or the panel's border can be dragged. The wheel goes through what is below it.
 */
export function pointed(model: Model, report: MouseReport, press: Press): Step {
  const free: Model = { ...model, hold: null };
  switch (report.kind) {
    case 'wheel-up':
      return still(wheeled(free, report.row, -1));
    case 'wheel-down':
      return still(wheeled(free, report.row, 1));
    case 'press':
      return still(pressed(free, report));
    case 'drag':
      return still(dragged(model, report.row));
    case 'release':
      return released(free, model.hold, press);
    case 'other':
      return still(free);
    default:
      return report.kind satisfies never;
  }
}

/** Nothing is dragged any more where the button was let go of without a word. */
export function withoutStaleHold(model: Model): Model {
  return model.hold !== null && model.now - model.hold.at >= holdMillisMax ? { ...model, hold: null } : model;
}

function wheeled(model: Model, row: number, by: 1 | -1): Model {
  return frame(model)[row]?.inPanel === true ? panelScrolled(model, by) : moved(model, by);
}

function pressed(model: Model, { column, row }: MouseReport): Model {
  if (model.mode.name === 'entry') return held(model, row, { kind: 'key', key: 'escape' }, false);
  const target = targetAt(model, { column, row });
  // Beside an open dialog the list is only looked at.
  if (model.mode.name !== 'list' && target?.kind !== 'choice' && target?.kind !== 'key') return model;
  if (target?.kind === 'place') {
    const { cursor, thread } = target;
    const again = cursor === model.cursor && thread === model.thread;
    return held({ ...model, cursor, thread }, row, target, again);
  }
  if (target?.kind === 'choice' && 'choice' in model.mode) {
    const again = model.mode.choice === target.index;
    return held({ ...model, mode: { ...model.mode, choice: target.index } }, row, target, again);
  }
  return target === undefined ? model : held(model, row, target, false);
}

function held(model: Model, row: number, target: Target, again: boolean): Model {
  return { ...model, hold: { kind: 'click', at: model.now, row, mode: model.mode.name, target, again } };
}

function dragged(model: Model, row: number): Model {
  const { hold, now: at } = model;
  if (hold === null || (hold.kind === 'click' && hold.row === row)) return model;
  if (hold.kind === 'border' || (hold.kind === 'click' && hold.target.kind === 'border'))
    return { ...model, hold: { kind: 'border', at, rows: panelRowsAt(model, row) } };
  const session = draggedSession(model, hold);
  const to = session === null ? null : indexNear(model, row);
  return { ...model, hold: session === null || to === null ? null : { kind: 'move', at, session, to } };
}

/** The line of a group stays where it is. */
function draggedSession(model: Model, hold: Hold): SessionKey | null {
  if (hold.kind === 'move') return hold.session;
  if (hold.kind !== 'click' || hold.target.kind !== 'place') return null;
  const { cursor, thread } = hold.target;
  return thread === null && sessionsOf(model).some((session) => keyOf(session) === cursor) ? cursor : null;
}

/** Index of the session that is drawn in a row, or nearest to it; beyond the list that of the next one, which scrolls it. */
function indexNear(model: Model, row: number): number | null {
  const sessions = sessionsOf(model).map(keyOf);
  const drawn = frame(model)
    .map(({ target }, at) => ({ at, index: target?.kind === 'place' ? sessions.indexOf(target.cursor) : -1 }))
    .filter(({ index }) => index >= 0);
  const [nearest] = drawn.toSorted((a, b) => Math.abs(a.at - row) - Math.abs(b.at - row));
  if (nearest === undefined) return null;
  const { index } = nearest;
  const before = model.hold?.kind === 'move' ? model.hold.to : index;
  const { first, end } = listRows(model);
  if (row < first) return Math.max(0, Math.min(index, before - 1));
  return row < end ? index : Math.min(sessions.length - 1, Math.max(index, before + 1));
}

function released(model: Model, hold: Hold | null, press: Press): Step {
  switch (hold?.kind) {
    case undefined:
      return still(model);
    case 'move':
      return landed(model, hold);
    case 'border':
      return resized(model, hold);
    case 'click':
      return clicked(model, hold, press);
    default:
      return hold satisfies never;
  }
}
