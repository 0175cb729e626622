import type { Explanations } from '../protocol/explain.ts';
import type { Session, Thread } from '../protocol/state.ts';
import {
  atCursor,
  keyOf,
  type Model,
  type SessionKey,
  sessionsOf,
  type ThreadKey,
  threadAtCursor,
  threadKeyOf,
  threadsBelow,
} from './model.ts';
import { failed, request, type Step, still } from './step.ts';

/** Where the cursor can stand, from above: each session, and its threads where they are listed. */
export function placesOf(model: Model): { cursor: SessionKey; thread: ThreadKey | null }[] {
  return sessionsOf(model).flatMap((session) => {
    const cursor = keyOf(session);
    const below = threadsBelow(session, model).map((one) => ({ cursor, thread: threadKeyOf(one) }));
    return [{ cursor, thread: null }, ...below];
  });
}

/** Enter: to the pane of the thread, else to the session. */
export function goTo(model: Model, session: Session, thread?: Thread): Step {
  if (thread === undefined) return request(model, { name: 'session.switch', session: session.id, focus: 'work' });
  if (thread.pane !== null) return request(model, { name: 'pane.focus', pane: thread.pane });
  const why = thread.outside ? 'it runs outside tmux' : 'nobody said in which pane it runs';
  return still(failed(model, `cannot go there: ${why}`));
}

export function unfolded(model: Model): Model {
  const session = atCursor(model);
  if (session === undefined || model.thread !== null) return model;
  if (session.threads.length === 0) return { ...model, notice: { tone: 'info', text: 'no agents here' } };
  return { ...model, unfolded: new Set(model.unfolded).add(keyOf(session)) };
}

export function folded(model: Model): Model {
  if (model.thread !== null) return { ...model, thread: null };
  if (model.cursor === null || !model.unfolded.has(model.cursor)) return model;
  return { ...model, unfolded: new Set([...model.unfolded].filter((key) => key !== model.cursor)) };
}

/** The thread at the cursor, or all of the session: how they ended is no news any more. */
export function dismissed(model: Model): Step {
  const thread = threadAtCursor(model);
  const all = thread === undefined ? (atCursor(model)?.threads ?? []) : [thread];
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

/** A cursor on a thread that is listed no more goes back to its session. */
export function onThread(model: Model): Model {
  if (model.thread === null) return model;
  const session = atCursor(model);
  const isThere =
    session !== undefined && threadsBelow(session, model).some((one) => threadKeyOf(one) === model.thread);
  return isThere ? model : { ...model, thread: null };
}
