import type { Model } from '../model.ts';
import { explanation } from './explanation.ts';
import { fullEntry } from './full-entry.ts';
import { help } from './help.ts';
import type { Line } from './line.ts';
import { tmuxHelp } from './tmux-help.ts';

/** Whether something takes the place of list and panel. */
export function overlays({ mode }: Pick<Model, 'mode'>): boolean {
  return mode.name === 'find' || 'top' in mode;
}

/** All of it; it scrolls. */
export function overlay(model: Model): Line[] {
  if (model.mode.name === 'explain') return explanation(model, model.mode);
  if (model.mode.name === 'entry') return fullEntry(model, model.mode);
  return model.mode.name === 'help' ? [...help(model.place, model.keymap), ...tmuxHelp(model)] : [];
}
