import type { ThreadState } from '../protocol/state.ts';
import { isLookedAt } from './looked-at.ts';
import type { ReportedThread, State } from './state.ts';

const endings: ReadonlySet<ThreadState> = new Set(['done', 'error', 'interrupted']);

/** Whether how it ended is news: each end is, until somebody has looked; the same end said again is no other one. */
export function isNews(state: ThreadState, before: ReportedThread | undefined): boolean {
  if (!endings.has(state)) return false;
  return before?.thread.state === state ? before.thread.unseen : true;
}

/** Takes note of the reported ends that somebody has before them. The same state when there is none. */
export function seeReports(state: State): State {
  return markSeen(state, (session, { thread }) => isLookedAt({ session, thread }, state.servers));
}

/** A person needs no more to know how it ended. */
export function dismissReport(state: State, which: { agent: string; thread: string }): State {
  return markSeen(state, (_, { thread }) => thread.agent === which.agent && thread.thread === which.thread);
}

function markSeen(state: State, isSeen: (session: string, one: ReportedThread) => boolean): State {
  const isNewly = (session: string) => (one: ReportedThread) => one.thread.unseen && isSeen(session, one);
  const found = [...state.threads].filter(([session, all]) => all.some(isNewly(session)));
  if (found.length === 0) return state;
  const threads = new Map(state.threads);
  for (const [session, all] of found) {
    const seen = isNewly(session);
    threads.set(
      session,
      all.map((one) => (seen(one) ? { ...one, thread: { ...one.thread, unseen: false } } : one)),
    );
  }
  return { ...state, threads };
}
