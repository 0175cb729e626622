import type { ListFilter, ListPrefs } from '../protocol/listed.ts';
import type { Session } from '../protocol/state.ts';
import { firstKey } from './keymap.ts';
import { allSessionsOf, type Model } from './model.ts';
import { request, type Step, still } from './step.ts';

/** Filters as a person reads them. */
export const filterNames: Readonly<Record<ListFilter, string>> = {
  all: 'all',
  agents: 'with agents',
  waiting: 'needs you',
  running: 'running',
};

export function hide(model: Model, session: Session): Step {
  const hidden = !isHidden(session, model.snapshot?.list);
  const step = request(model, { name: 'session.hide', session: session.id, hidden });
  if (!hidden || step.commands.length === 0 || model.snapshot?.list.showsHidden === true) return step;
  const key = firstKey(model.keymap, 'reveal');
  return {
    ...step,
    model: { ...step.model, notice: { tone: 'info', text: key === null ? 'hidden' : `hidden; ${key} shows it` } },
  };
}

export function reveal(model: Model): Step {
  const { snapshot } = model;
  if (snapshot === null) return still(model);
  const { showsHidden } = snapshot.list;
  const any = allSessionsOf(model).some((session) => isHidden(session, snapshot.list));
  if (!showsHidden && !any) return still({ ...model, notice: { tone: 'info', text: 'nothing is hidden' } });
  return request(model, { name: 'list.reveal' });
}

/** All but those that the config leaves out for good. */
export function meantSessionsOf(model: Pick<Model, 'snapshot' | 'you'>): readonly Session[] {
  const excluded = new Set(model.snapshot?.list.excluded);
  return allSessionsOf(model).filter(({ name }) => !excluded.has(name));
}

export function isHidden({ name }: Session, list: ListPrefs | undefined): boolean {
  return list?.hidden.includes(name) === true;
}
