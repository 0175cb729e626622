import type { Session } from '../protocol/state.ts';
import { landingOf } from './landing.ts';
import { allSessionsOf, asksOf, keyOf, type Model, type SessionKey, threadKeyOf } from './model.ts';
import { panelSized } from './panel-size.ts';
import { opening } from './ports.ts';
import { failed, request, type Step, still } from './step.ts';
import type { Hold } from './target.ts';
import { entered, goTo } from './threads.ts';
import { layout } from './view/layout.ts';

type Held<Kind extends Hold['kind']> = Extract<Hold, { kind: Kind }>;

/** What a click comes to once the button is released. What it was about may be gone by then. */
export function clicked(
  model: Model,
  { mode, target, again }: Held<'click'>,
  press: (model: Model, key: string) => Step,
): Step {
  // The dialog that was clicked has closed by itself.
  if (model.mode.name !== mode) return still(model);
  switch (target.kind) {
    case 'place': {
      const isThere = model.cursor === target.cursor && model.thread === target.thread;
      return again && isThere ? entered(model) : still(model);
    }
    case 'choice': {
      const isThere = 'choice' in model.mode && model.mode.choice === target.index;
      return again && isThere ? press(model, 'enter') : still(model);
    }
    case 'key':
      return press(model, target.key);
    case 'port':
      return request(model, { name: 'port.open', port: target.port });
    case 'ports':
      return opening(model, withKey(model, target.session));
    case 'thread': {
      const session = withKey(model, target.session);
      const thread = session?.threads.find((one) => threadKeyOf(one) === target.thread);
      return session === undefined || thread === undefined
        ? still(failed(model, 'that thread is gone'))
        : goTo(model, session, thread);
    }
    case 'ask': {
      const isOpen = asksOf(model).some(({ id }) => id === target.id);
      return still(isOpen ? { ...model, mode: { name: 'ask', id: target.id, choice: 0 } } : model);
    }
    case 'entry':
      return still({ ...model, mode: { name: 'entry', session: target.session, entry: target.entry, top: 0 } });
    case 'border':
      return still(model);
    default:
      return target satisfies never;
  }
}

/** A session that was dragged goes to where it was let go of. */
export function landed(model: Model, hold: Held<'move'>): Step {
  const landing = landingOf(model, hold);
  const session = withKey(model, hold.session);
  return session === undefined || landing === null
    ? still(model)
    : request(model, { name: 'session.move', session: session.id, by: landing.by });
}

/** The panel's height is written once, as it is drawn. */
export function resized(model: Model, { rows }: Held<'border'>): Step {
  const panelRows = layout({ ...model, panelRows: rows }).panel;
  return panelRows === model.settings.panelRows ? still({ ...model, panelRows: null }) : panelSized(model, panelRows);
}

function withKey(model: Model, key: SessionKey): Session | undefined {
  return allSessionsOf(model).find((one) => keyOf(one) === key);
}
