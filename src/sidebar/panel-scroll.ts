import type { Model } from './model.ts';
import { layout } from './view/layout.ts';
import { panel } from './view/panel.ts';

/** The detail panel some lines further, or back where negative. */
export function panelScrolled(model: Model, by: number): Model {
  return { ...model, panelScroll: model.panelScroll + by };
}

/** Half of what it shows, so that the eye keeps its place. */
export function panelHalf(model: Model): number {
  return Math.max(1, Math.floor(layout(model).panel / 2));
}

/** Only as far as there is something; for another session it begins anew. */
export function panelSettled(model: Model, before: Model): Model {
  const wanted = model.cursor === before.cursor ? model.panelScroll : 0;
  if (wanted === 0) return model.panelScroll === 0 ? model : { ...model, panelScroll: 0 };
  const { min, max } = panel(model, layout(model).panel).scroll;
  const panelScroll = Math.max(min, Math.min(max, wanted));
  return panelScroll === model.panelScroll ? model : { ...model, panelScroll };
}
