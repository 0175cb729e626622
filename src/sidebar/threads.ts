import type { Explanations } from '../protocol/explain.ts';
import type { Session, Thread } from '../protocol/state.ts';
import { belowKeyOf, belowOf, threadsIn, windowAtCursor } from './below.ts';
import { atCursor, type BelowKey, keyOf, type Model, type SessionKey, sessionsOf, threadAtCursor } from './model.ts';
import { failed, request, type Step, still } from './step.ts';

/** Where the cursor can stand, from above: each session, and its windows and threads where they are listed. */
export function placesOf(model: Model): { cursor: SessionKey; thread: BelowKey | null }[] {
  return sessionsOf(model).flatMap((session) => {
    const cursor = keyOf(session);
    const below = belowOf(session, model).map((one) => ({ cursor, thread: belowKeyOf(one) }));
    return [{ cursor, thread: null }, ...below];
  });
}

/** Enter: to the window or the pane of the thread at the cursor, else to the session. */
export function goToCursor(model: Model, session: Session): Step {
  const window = windowAtCursor(model);
  if (window !== undefined) return request(model, { name: 'window.focus', session: session.id, window: window.id });
  return goTo(model, session, threadAtCursor(model));
}

/** To the pane of the thread, else to the session. */
export function goTo(model: Model, session: Session, thread?: Thread): Step {
  if (thread === undefined) return request(model, { name: 'session.switch', session: session.id, focus: 'work' });
  if (thread.pane !== null) return request(model, { name: 'pane.focus', pane: thread.pane });
  const why = thread.outside ? 'it runs outside tmux' : 'nobody said in which pane it runs';
  return still(failed(model, `cannot go there: ${why}`));
}

export function unfolded(model: Model): Model {
  const session = atCursor(model);
  if (session === undefined || model.thread !== null) return model;
  if (session.threads.length === 0 && session.windows.length < 2)
    return { ...model, notice: { tone: 'info', text: 'one window, no agents' } };
  return { ...model, unfolded: new Set(model.unfolded).add(keyOf(session)) };
}

export function folded(model: Model): Model {
  if (model.thread !== null) return { ...model, thread: null };
  if (model.cursor === null || !model.unfolded.has(model.cursor)) return model;
  return { ...model, unfolded: new Set([...model.unfolded].filter((key) => key !== model.cursor)) };
}

/** The thread at the cursor, or all of its window or session: how they ended is no news any more. */
export function dismissed(model: Model): Step {
  const thread = threadAtCursor(model);
  const window = windowAtCursor(model);
  const inSession = atCursor(model)?.threads ?? [];
  const all = thread !== undefined ? [thread] : window === undefined ? inSession : threadsIn(window, inSession);
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

/** A cursor on a thread or window that is listed no more goes back to its session. */
export function onThread(model: Model): Model {
  if (model.thread === null) return model;
  const session = atCursor(model);
  const isThere = session !== undefined && belowOf(session, model).some((one) => belowKeyOf(one) === model.thread);
  return isThere ? model : { ...model, thread: null };
}
