import { keyOf, type Model, sessionsOf } from './model.ts';
import { layout } from './view/layout.ts';
import { topInView } from './view/list.ts';

/** While a session is dragged its landing place is in view. */
function inDrag(model: Model): Model {
  const over = model.hold?.kind === 'move' ? sessionsOf(model)[model.hold.to] : undefined;
  return over === undefined ? model : { ...model, cursor: keyOf(over), thread: null };
}

/** The model scrolled to where its cursor is drawn, and no further than there is something. */
export function inView(model: Model): Model {
  const { list, bodyTopMax } = layout(model);
  const top = topInView(inDrag(model), list);
  const scrolled = top === model.top ? model : { ...model, top };
  const { mode } = model;
  if (!('top' in mode)) return scrolled;
  return { ...scrolled, mode: { ...mode, top: Math.max(0, Math.min(mode.top, bodyTopMax)) } };
}
