import { threadsMax } from '../protocol/agent.ts';
import type { Event } from './event.ts';
import type { ProcessRef, ReportedThread, State } from './state.ts';

type Report = Extract<Event, { type: 'thread.reported' }>;

/** The same agent and thread in the same session replaces what was said; `since` is when it came to its state. */
export function report(state: State, { key, push, pane, process, at, expires }: Report): State {
  const id = push.thread ?? push.agent;
  const all = state.threads.get(key) ?? [];
  const before = all.find(({ thread }) => thread.agent === push.agent && thread.thread === id);
  const others = all.filter((one) => one !== before);
  if (push.clear === true || push.state === undefined)
    return before === undefined ? state : { ...state, threads: withThreads(state, key, others) };
  const reported: ReportedThread = {
    thread: {
      agent: push.agent,
      thread: id,
      name: push.name ?? null,
      state: push.state,
      since: before?.thread.state === push.state ? before.thread.since : at,
      certainty: 'exact',
      pane,
      detail: push.detail ?? null,
    },
    expires,
    process,
  };
  return { ...state, threads: withThreads(state, key, [...others, reported].slice(-threadsMax)) };
}

export function endProcesses(state: State, processes: readonly ProcessRef[]): State {
  const ended = ({ process }: ReportedThread) =>
    process !== null && processes.some(({ pid, start }) => pid === process.pid && start === process.start);
  return keepThreads(state, (one) => !ended(one));
}

/** The processes whose end somebody has to look for. */
export function reportedProcesses({ threads }: Pick<State, 'threads'>): ProcessRef[] {
  return [...threads.values()].flat().flatMap(({ process }) => (process === null ? [] : [process]));
}

/** The same state when all are kept. */
export function keepThreads(state: State, keep: (one: ReportedThread) => boolean): State {
  if ([...state.threads.values()].every((all) => all.every(keep))) return state;
  const left = [...state.threads].map(([key, all]) => [key, all.filter(keep)] as const);
  return { ...state, threads: new Map(left.filter(([, all]) => all.length > 0)) };
}

function withThreads(state: State, key: string, all: readonly ReportedThread[]): State['threads'] {
  const threads = new Map(state.threads).set(key, all);
  if (all.length === 0) threads.delete(key);
  return threads;
}
