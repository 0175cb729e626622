import { panelRowsMax } from '../protocol/place.ts';
import type { Model } from './model.ts';
import { request, type Step } from './step.ts';

/** Asks for another height of the detail panel, which it has until the daemon has written it. */
export function panelSized(model: Model, rows: number): Step {
  const panelRows = Math.max(0, Math.min(panelRowsMax, rows));
  const step = request(model, { name: 'panel.resize', rows: panelRows });
  return step.commands.length === 0 ? step : { ...step, model: { ...step.model, panelRows } };
}
