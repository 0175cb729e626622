import { find } from './find.ts';
import { isAt, itemsOf, placeOf } from './items.ts';
import { keyIn, keyOf, type Model, openAsk, sessionsOf } from './model.ts';
import { portsToOpen } from './ports.ts';
import { request, type Step, still } from './step.ts';
import { themeChoices } from './themes.ts';

/** The cursor of whatever is shown, some places further, or back where negative. */
export function moved(model: Model, by: number): Model {
  const { mode } = model;
  if (mode.name === 'ask') {
    const last = (openAsk(model)?.choices.length ?? 1) - 1;
    return { ...model, mode: { ...mode, choice: Math.max(0, Math.min(last, mode.choice + by)) } };
  }
  if (mode.name === 'themes' || mode.name === 'ports') {
    const last = (mode.name === 'themes' ? themeChoices(model) : portsToOpen(model)).length - 1;
    return { ...model, mode: { ...mode, choice: Math.max(0, Math.min(last, mode.choice + by)) } };
  }
  if ('top' in mode) return { ...model, mode: { ...mode, top: mode.top + by } };
  if (mode.name === 'find') {
    const last = find(model, mode.text).length - 1;
    return { ...model, mode: { ...mode, choice: Math.max(0, Math.min(last, mode.choice + by)) } };
  }
  const items = itemsOf(model);
  const index = items.findIndex((item) => isAt(item, model));
  const target = items[Math.max(0, Math.min(items.length - 1, index + by))];
  return target === undefined ? model : { ...model, ...placeOf(target) };
}

export function stepped(model: Model, by: 1 | -1): Step {
  const sessions = sessionsOf(model);
  const from = model.aim ?? keyIn(model.you.server, model.you.session) ?? model.cursor;
  const index = sessions.findIndex((session) => keyOf(session) === from);
  const target = sessions[(index + by + sessions.length) % sessions.length];
  if (target === undefined || sessions.length < 2) return still(model);
  const step = request(model, { name: 'session.switch', session: target.id, focus: 'sidebar' });
  return step.commands.length === 0 ? step : { ...step, model: { ...step.model, aim: keyOf(target) } };
}
