import type { Thread } from '../protocol/state.ts';
import { type AgentProcess, type Evidence, evidenceKey, type Source } from './evidence.ts';
import type { ProcessRef } from './state.ts';

/** What is known of agents that are watched. */
export interface AgentsState {
  /** Epoch milliseconds when we began to watch, 0 before; what ended before that is no news. */
  startedAt: number;
  /** Epoch milliseconds of the last event that knew the time. */
  now: number;
  /** By `evidenceKey`. */
  evidence: ReadonlyMap<string, Kept>;
  /** By `processKey`. */
  processes: ReadonlyMap<string, KnownProcess>;
  /** By `threadKey`, epoch milliseconds: what ended until then has been looked at. */
  seen: ReadonlyMap<string, number>;
  /** By `evidenceKey`, epoch milliseconds since when nothing that is known runs the thread that it is about. */
  orphans: ReadonlyMap<string, number>;
  /** `threadKey`s of what ended before we watched and is news all the same. */
  carried: ReadonlySet<string>;
  /** What follows of all that: one row for each thread that is to be shown, oldest process first. */
  rows: readonly Row[];
  /** Epoch milliseconds when a row changes by time alone; null when none does. */
  due: number | null;
}

export interface Kept extends Evidence {
  /** It holds no longer; who had which thread, and how a turn ended, stays known. */
  withdrawn: boolean;
  /** The last look failed. */
  failed: boolean;
}

export interface KnownProcess extends AgentProcess {
  /** Epoch milliseconds when it was found to have ended; null while it lives. */
  ended: number | null;
}

export interface Row {
  /** `sessionKey` of the session that it is listed under. */
  session: string;
  thread: Thread;
}

/** Statements kept at once; the ones of ended processes go first. */
export const evidenceMax = 5000;

export const initialAgents: AgentsState = {
  startedAt: 0,
  now: 0,
  evidence: new Map(),
  processes: new Map(),
  seen: new Map(),
  orphans: new Map(),
  carried: new Set(),
  rows: [],
  due: null,
};

export function processKey({ pid, start }: ProcessRef): string {
  return `${pid}\n${start}`;
}

/** A process as one agent's: the key of what belongs to both. */
export function ownerKey(agent: string, owner: ProcessRef): string {
  return `${agent}\n${processKey(owner)}`;
}

export function threadKey({ agent, thread }: { agent: string; thread: string }): string {
  return `${agent}\n${thread}`;
}

/** The same object when nothing new was said. A statement that is not newer than the one that is known changes nothing. */
export function observe(agents: AgentsState, statements: readonly Evidence[]): AgentsState {
  const evidence = new Map(agents.evidence);
  let changed = false;
  for (const one of statements) {
    const key = evidenceKey(one);
    const before = evidence.get(key);
    if (before !== undefined && !isNewer(one, before)) continue;
    evidence.set(key, { ...one, withdrawn: false, failed: false });
    changed = true;
  }
  return changed ? { ...agents, evidence: bounded(evidence, agents.processes) } : agents;
}

export interface Subject {
  agent: string;
  source: Source;
  subject: string;
}

export function withdraw(agents: AgentsState, subject: Subject): AgentsState {
  return mark(agents, subject, 'withdrawn');
}

export function fail(agents: AgentsState, subject: Subject): AgentsState {
  return mark(agents, subject, 'failed');
}

/** `live` are all processes of agents that live now. One that is missing has ended; a pid with another start is another one. */
export function listProcesses(agents: AgentsState, live: readonly AgentProcess[], now: number): AgentsState {
  const listed = new Map(live.map((one) => [processKey(one), one]));
  const processes = new Map<string, KnownProcess>();
  for (const [key, before] of agents.processes) {
    const current = listed.get(key);
    processes.set(key, current === undefined ? { ...before, ended: before.ended ?? now } : { ...current, ended: null });
  }
  for (const [key, one] of listed) if (!processes.has(key)) processes.set(key, { ...one, ended: null });
  return { ...agents, processes };
}

/** How it ended so far is no news any more. */
export function dismiss(agents: AgentsState, one: { agent: string; thread: string }): AgentsState {
  const row = agents.rows.find(({ thread }) => threadKey(thread) === threadKey(one));
  if (row === undefined || !row.thread.unseen) return agents;
  return { ...agents, seen: new Map(agents.seen).set(threadKey(one), row.thread.since) };
}

function mark(agents: AgentsState, subject: Subject, as: 'withdrawn' | 'failed'): AgentsState {
  const key = evidenceKey(subject);
  const before = agents.evidence.get(key);
  if (before === undefined || before[as]) return agents;
  return { ...agents, evidence: new Map(agents.evidence).set(key, { ...before, [as]: true }) };
}

/** Of two statements with the same version the same one wins in whichever order they come. */
function isNewer(one: Evidence, before: Kept): boolean {
  if (one.version !== before.version) return one.version > before.version;
  const { withdrawn, failed, ...known } = before;
  const [a, b] = [JSON.stringify(one), JSON.stringify(known)];
  return a === b ? withdrawn || failed : a > b;
}

function bounded(evidence: Map<string, Kept>, processes: AgentsState['processes']): Map<string, Kept> {
  if (evidence.size <= evidenceMax) return evidence;
  const isOver = ({ process, withdrawn }: Kept) =>
    withdrawn || (process !== null && processes.get(processKey(process))?.ended != null);
  const rank = (one: Kept) => (isOver(one) ? 0 : 1);
  const kept = [...evidence].sort(([, a], [, b]) => rank(b) - rank(a) || b.at - a.at).slice(0, evidenceMax);
  return new Map(kept);
}
