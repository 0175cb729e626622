import type { Port } from '../protocol/state.ts';
import { allSessionsOf, atCursor, keyOf, type Model } from './model.ts';
import { request, type Step, still } from './step.ts';

/** The ports that the dialog lets choose from. */
export function portsToOpen(model: Model): readonly Port[] {
  const { mode } = model;
  return mode.name === 'ports' ? (allSessionsOf(model).find((one) => keyOf(one) === mode.session)?.ports ?? []) : [];
}

/** The only port of a session at once; of several one has to be chosen. */
export function opening(model: Model, session = atCursor(model)): Step {
  const [first, second] = session?.ports ?? [];
  if (session === undefined || first === undefined)
    return still({ ...model, notice: { tone: 'info', text: 'nothing listens on a port here' } });
  if (second === undefined) return request(model, { name: 'port.open', port: first.port });
  return still({ ...model, mode: { name: 'ports', session: keyOf(session), choice: 0 } });
}

export function opened(model: Model, choice: number): Step {
  const port = portsToOpen(model)[choice];
  if (port === undefined) return still(model);
  return request({ ...model, mode: { name: 'list' } }, { name: 'port.open', port: port.port });
}

/** The choice stays with its port when others come or go; without any there is nothing to choose. */
export function onPort(model: Model, before: Model): Model {
  const { mode } = model;
  if (mode.name !== 'ports') return model;
  const ports = portsToOpen(model);
  if (ports.length === 0)
    return { ...model, mode: { name: 'list' }, notice: { tone: 'info', text: 'nothing listens there any more' } };
  const wanted = portsToOpen({ ...before, mode })[mode.choice]?.port;
  const index = ports.findIndex(({ port }) => port === wanted);
  return { ...model, mode: { ...mode, choice: index < 0 ? Math.min(mode.choice, ports.length - 1) : index } };
}
