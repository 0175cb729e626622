import { threadsMax } from '../protocol/agent.ts';
import type { Event } from './event.ts';
import type { Evidence } from './evidence.ts';
import { isNews } from './reported-news.ts';
import { same } from './same.ts';
import type { ProcessRef, ReportedThread, State } from './state.ts';

type Report = Extract<Event, { type: 'thread.reported' }>;

/** The same agent and thread in the same session replaces what was said; `since` is when it came to its state. */
export function report(state: State, { key, push, pane, owner, at, expires }: Report): State {
  const id = push.thread ?? push.agent;
  const all = state.threads.get(key) ?? [];
  const before = all.find(({ thread }) => thread.agent === push.agent && thread.thread === id);
  if (push.clear === true || push.state === undefined) return keepThreads(state, (one) => one !== before);
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
      model: null,
      unseen: isNews(push.state, before),
      outside: false,
      subagents: 0,
      background: 0,
    },
    expires,
    owner,
  };
  if (same(before, reported)) return state;
  const now = before === undefined ? [...all, reported] : all.map((one) => (one === before ? reported : one));
  return { ...state, threads: withThreads(state, key, now.slice(-threadsMax)) };
}

/** What a report says of a thread that is watched as well. */
export function reportAsEvidence({ key, push, at, expires }: Report): Evidence {
  return {
    agent: push.agent,
    thread: push.thread ?? push.agent,
    source: 'push',
    subject: `${key}\n${push.thread ?? push.agent}`,
    version: at,
    claim: push.state === undefined || push.clear === true || push.state === 'unknown' ? null : push.state,
    at,
    process: null,
    expires,
    facts: {
      ...(push.name === undefined ? {} : { names: { custom: push.name } }),
      ...(push.detail === undefined ? {} : { detail: push.detail }),
    },
  };
}

export function endProcesses(state: State, processes: readonly ProcessRef[]): State {
  const ended = ({ owner }: ReportedThread) =>
    owner !== null && processes.some(({ pid, start }) => pid === owner.pid && start === owner.start);
  return keepThreads(state, (one) => !ended(one));
}

/** The processes whose end somebody has to look for. */
export function reportedProcesses({ threads }: Pick<State, 'threads'>): ProcessRef[] {
  return [...threads.values()].flat().flatMap(({ owner }) => (owner === null ? [] : [owner]));
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
