import type { Model } from '../model.ts';
import { explanation } from './explanation.ts';
import { help } from './help.ts';
import type { Line } from './line.ts';

/** Whether something takes the place of list and panel. */
export function overlays({ mode }: Pick<Model, 'mode'>): boolean {
  return mode.name === 'find' || mode.name === 'help' || mode.name === 'explain';
}

/** All of it; it scrolls. */
export function overlay(model: Model): Line[] {
  if (model.mode.name === 'explain') return explanation(model, model.mode);
  return model.mode.name === 'help' ? help(model.place, model.keymap) : [];
}
