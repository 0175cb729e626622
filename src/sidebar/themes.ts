import { themeNames } from '../protocol/theme.ts';
import type { Model } from './model.ts';
import { request, type Step, still } from './step.ts';

/** What can be chosen: ours, then the user's own. */
export function themeChoices({ settings }: Pick<Model, 'settings'>): string[] {
  return [...themeNames, ...settings.themes.map(({ name }) => name)];
}

/** The theme to draw with instead of the one that is set: the cursor's, or one that was chosen and is not set yet. */
export function previewed(model: Pick<Model, 'settings' | 'mode' | 'preview'>): string | undefined {
  return (model.mode.name === 'themes' ? themeChoices(model)[model.mode.choice] : model.preview) ?? undefined;
}

export function openThemes(model: Model): Model {
  const choice = Math.max(0, themeChoices(model).indexOf(model.settings.theme.name));
  return { ...model, preview: null, mode: { name: 'themes', choice } };
}

export function chooseTheme(model: Model, choice: number): Step {
  const theme = themeChoices(model)[choice];
  const list: Model = { ...model, mode: { name: 'list' } };
  if (theme === undefined) return still(list);
  const step = request(list, { name: 'theme.set', theme });
  // Until the daemon has written it, so that the old one does not flash up.
  return step.commands.length === 0 ? step : { ...step, model: { ...step.model, preview: theme } };
}
