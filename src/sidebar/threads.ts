import type { Explanations } from '../protocol/explain.ts';
import type { Session, Thread } from '../protocol/state.ts';
import { belowKeyOf, belowOf, hasBelow, paneAtCursor, threadsIn, windowAtCursor } from './below.ts';
import { fold, groupAtCursor, groupOf } from './groups.ts';
import { atCursor, keyOf, type Model, type SessionKey, threadAtCursor } from './model.ts';
import { failed, request, type Step, still } from './step.ts';

/** Enter: a group folds or unfolds; else to what the cursor stands on. */
export function entered(model: Model): Step {
  const group = groupAtCursor(model);
  if (group !== undefined) return fold(model, group, !group.folded);
  const session = atCursor(model);
  return session === undefined ? still(model) : goToCursor(model, session);
}

/** To the window or the pane at the cursor, else to the session. */
export function goToCursor(model: Model, session: Session): Step {
  const window = windowAtCursor(model);
  if (window !== undefined) return request(model, { name: 'window.focus', session: session.id, window: window.id });
  const pane = paneAtCursor(model);
  if (pane !== undefined) return request(model, { name: 'pane.focus', pane: pane.id });
  return goTo(model, session, threadAtCursor(model));
}

/** To the pane of the thread, else to the session. */
export function goTo(model: Model, session: Session, thread?: Thread): Step {
  if (thread === undefined) return request(model, { name: 'session.switch', session: session.id, focus: 'work' });
  if (thread.pane !== null) return request(model, { name: 'pane.focus', pane: thread.pane });
  const why = thread.outside ? 'it runs outside tmux' : 'nobody said in which pane it runs';
  return still(failed(model, `cannot go there: ${why}`));
}

export function unfolded(model: Model): Step {
  const group = groupAtCursor(model);
  if (group !== undefined) return group.folded ? fold(model, group, false) : still(model);
  const session = atCursor(model);
  if (session === undefined || model.thread !== null) return still(model);
  if (!hasBelow(session)) return still({ ...model, notice: { tone: 'info', text: 'one window, no agents' } });
  return still({ ...model, unfolded: new Set(model.unfolded).add(keyOf(session)) });
}

/** Outwards by one: from what is below a session to it, to the session alone, to the line of its group. */
export function folded(model: Model): Step {
  if (model.thread !== null) return still({ ...model, thread: null });
  const { cursor } = model;
  if (cursor === null) return still(model);
  if (model.unfolded.has(cursor))
    return still({ ...model, unfolded: new Set([...model.unfolded].filter((key) => key !== cursor)) });
  const group = groupAtCursor(model) ?? groupOf(model, cursor);
  return group === undefined || group.folded ? still(model) : fold(model, group, true);
}

/** The thread at the cursor, or all of its window, session or group: how they ended is no news any more. */
export function dismissed(model: Model): Step {
  const thread = threadAtCursor(model);
  const window = windowAtCursor(model);
  const sessions = groupAtCursor(model)?.sessions ?? [atCursor(model)];
  const inSessions = paneAtCursor(model) === undefined ? sessions.flatMap((session) => session?.threads ?? []) : [];
  const all = thread !== undefined ? [thread] : window === undefined ? inSessions : threadsIn(window, inSessions);
  const news = all.filter(({ unseen }) => unseen);
  if (news.length === 0) return still({ ...model, notice: { tone: 'info', text: 'nothing new here' } });
  const [first, ...others] = news.map(({ agent, thread }) => request(model, { name: 'thread.dismiss', agent, thread }));
  if (first === undefined) return still(model);
  return { ...first, commands: [first, ...others].flatMap(({ commands }) => commands) };
}

export function explaining(model: Model, session: Session): Step {
  if (model.link !== 'live') return still(failed(model, 'not connected: nothing done'));
  const key = keyOf(session);
  const before = model.mode.name === 'explain' && model.mode.session === key ? model.mode : { answer: null, top: 0 };
  return { ...still({ ...model, mode: { ...before, name: 'explain', session: key } }), explain: session };
}

export function explained(model: Model, session: SessionKey, answer: Explanations): Model {
  if (model.mode.name !== 'explain' || model.mode.session !== session) return model;
  return { ...model, mode: { ...model.mode, answer } };
}

/** A cursor on what is listed no more below a session goes back to its session. */
export function onThread(model: Model): Model {
  if (model.thread === null) return model;
  const session = atCursor(model);
  const isThere = session !== undefined && belowOf(session, model).some((one) => belowKeyOf(one) === model.thread);
  return isThere ? model : { ...model, thread: null };
}
