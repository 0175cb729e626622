import type { Session, Snapshot, You } from '../protocol/state.ts';
import { endOf } from './choice.ts';
import { groupAtCursor, groupKeyOf, groupOf } from './groups.ts';
import { allSessionsOf, isHere, keyIn, keyOf, type Mode, type Model, openAsk, sessionsOf } from './model.ts';
import { onPort } from './ports.ts';
import { onThread } from './threads.ts';

/** The model with what the daemon says now: the cursor goes with the client, and dialogs close when what they are about is gone. */
export function shown(model: Model, snapshot: Snapshot, you: You): Model {
  const next = onPort(withoutEnded({ ...model, snapshot, you }, model), model);
  const old = model.you;
  if (you.client !== old.client || you.server !== old.server) {
    const cursor = keyIn(you.server, you.cursor ?? you.session);
    return onSession(
      { ...next, cursor, thread: null, reported: keyIn(you.server, you.cursor), aim: null, hold: null },
      sessionsOf(model),
    );
  }
  const reported = model.reported ?? keyIn(you.server, you.cursor);
  if (you.session !== null && you.session !== old.session) {
    return onSession(
      { ...next, cursor: keyIn(you.server, you.session), thread: null, reported, aim: null, hold: null },
      sessionsOf(model),
    );
  }
  return onSession({ ...next, reported }, sessionsOf(model));
}

/** An open question that is answered, withdrawn or over closes, and says so. */
function withoutEnded(model: Model, before: Model): Model {
  const ask = openAsk(before);
  if (ask === undefined || openAsk(model) !== undefined) return model;
  return { ...model, mode: { name: 'list' }, notice: { tone: 'info', text: endOf(ask, model) } };
}

/** A cursor on a session or a group that is not there goes to its neighbour or a member, an open question about it closes. */
export function onSession(model: Model, before: readonly Session[]): Model {
  const sessions = sessionsOf(model);
  const keys = sessions.map(keyOf);
  const known = allSessionsOf(model).map(keyOf);
  const mode: Mode =
    ((model.mode.name === 'confirm-kill' || model.mode.name === 'rename') && !known.includes(model.mode.target)) ||
    ((model.mode.name === 'explain' || model.mode.name === 'entry') && !known.includes(model.mode.session))
      ? { name: 'list' }
      : model.mode;
  if (model.cursor !== null && keys.includes(model.cursor)) return onLine({ ...model, mode });
  if (groupAtCursor(model) !== undefined) return { ...model, mode, thread: null };
  const member = sessions.find((session) => groupKeyOf(session) === model.cursor);
  const here = sessions.find((session) => isHere(session, model.you));
  const index = before.findIndex((session) => keyOf(session) === model.cursor);
  const neighbour = index >= 0 ? sessions[Math.min(index, sessions.length - 1)] : (member ?? here ?? sessions[0]);
  return onLine({ ...model, mode, cursor: neighbour === undefined ? null : keyOf(neighbour), thread: null });
}

/** A cursor in a folded group stands on the group's line. */
function onLine(model: Model): Model {
  const group = model.cursor === null ? undefined : groupOf(model, model.cursor);
  return group?.folded ? { ...model, cursor: group.key, thread: null } : onThread(model);
}
