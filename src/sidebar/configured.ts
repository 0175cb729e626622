import type { Settings } from '../protocol/settings.ts';
import type { Model } from './model.ts';
import { remapped } from './remap.ts';
import { drawable, tilde } from './text.ts';
import { themeChoices } from './themes.ts';

/** The model with other settings. Keys that cannot be are told as a fault of the config, and those from before stay. */
export function configured(model: Model, settings: Settings): Model {
  const { mode } = model;
  const last = themeChoices({ settings }).length - 1;
  const given = { ...model, settings, preview: null, panelRows: null };
  const next: Model =
    mode.name === 'themes' ? { ...given, mode: { ...mode, choice: Math.min(mode.choice, last) } } : given;
  const problem = settings.problem === null ? null : shortened(settings.problem, model.home);
  try {
    return { ...next, keymap: remapped(settings.keys), problem };
  } catch (error) {
    return { ...next, problem: problem ?? `config.json: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The path that it begins with, as short as it is said. */
function shortened(problem: string, home: string): string {
  const text = drawable(problem);
  const path = /(?:^|(?<= ))\/[^:]*/.exec(text)?.[0];
  return path === undefined ? text : text.replace(path, () => tilde(path, home));
}
