import type { Thread } from '../protocol/state.ts';
import { type AgentsState, type Kept, type KnownProcess, ownerKey, processKey, type Row, threadKey } from './agents.ts';
import type { Facts, Source } from './evidence.ts';
import { place } from './place.ts';
import { type Case, resolve, type Verdict } from './resolve.ts';
import type { ServerState } from './state.ts';

/** A thread with all that bears on it, and what follows. */
export interface Judged extends Case {
  agent: string;
  thread: string;
  verdict: Verdict;
  /** What its sources tell beside its state, the best of each. */
  facts: Facts;
  /** The process that it runs in now, else the last one. */
  process: KnownProcess | undefined;
  /** A process that lives had it and goes on with another thread. */
  left: boolean;
}

/** Threads whose process is known and whose own id is not. */
export const provisionalPrefix = 'pid:';

const factsFrom: readonly Source[] = [
  'push',
  'plugin',
  'hook',
  'protocol',
  'registry',
  'transcript',
  'database',
  'screen',
  'title',
  'process',
];

/** Every thread that something is known of, its subagents not folded. What is only reported is listed as it was reported. */
export function judge(agents: AgentsState): Judged[] {
  return [...cases(agents)].flatMap(([key, one]) => {
    if (one.processes.length === 0 && one.evidence.every(({ source }) => source === 'push')) return [];
    const verdict = resolve(one, agents.now);
    if (verdict === null) return [];
    // An id comes from outside and may hold a line break; an agent's name is ours.
    const end = key.indexOf('\n');
    const [agent, thread] = [key.slice(0, end), key.slice(end + 1)];
    const facts = mergedFacts(one.evidence);
    return [{ ...one, agent, thread, verdict, facts, process: processOf(one) }];
  });
}

/** The newest that lives and has the thread, else one that lives and works on it, else the last. */
function processOf({ bound, processes }: Case): KnownProcess | undefined {
  const latest = (all: readonly KnownProcess[]) =>
    [...all].sort((a, b) => b.startedAt - a.startedAt || b.pid - a.pid)[0];
  return latest(bound.filter(lives)) ?? latest(processes.filter(lives)) ?? latest(bound) ?? latest(processes);
}

/** What is shown of them, and when time alone changes it. */
export function rowsOf(
  agents: AgentsState,
  servers: ReadonlyMap<string, ServerState>,
): Pick<AgentsState, 'rows' | 'due'> {
  const judged = judge(agents);
  const all = new Map(judged.map((one) => [threadKey(one), one]));
  const families = Map.groupBy(judged, (one) => rootOf(one, all));
  const rows = [...families.keys()]
    .flatMap((key) => all.get(key) ?? [])
    .filter((one) => isShown(agents, one))
    .sort((a, b) => (a.process?.startedAt ?? 0) - (b.process?.startedAt ?? 0) || (threadKey(a) < threadKey(b) ? -1 : 1))
    .flatMap((one): Row[] => {
      const where = place(one.process, one.facts.cwd, servers);
      if (where === null) return [];
      const folded = (families.get(threadKey(one)) ?? []).filter((child) => child !== one && isActive(child));
      return [{ session: where.session, thread: { ...threadOf(agents, one, folded), ...where.at } }];
    });
  const times = judged.flatMap(({ verdict }) => (verdict.due === null ? [] : [verdict.due]));
  return { rows, due: times.length === 0 ? null : Math.min(...times) };
}

function threadOf(agents: AgentsState, one: Judged, children: readonly Judged[]): Omit<Thread, 'pane' | 'outside'> {
  const waiting = children
    .filter(({ verdict }) => verdict.state === 'waiting')
    .sort((a, b) => a.verdict.since - b.verdict.since)[0];
  const from = one.verdict.state === 'waiting' || waiting === undefined ? one : waiting;
  const { names, model, background } = one.facts;
  return {
    agent: one.agent,
    thread: one.thread,
    name: names?.custom ?? names?.generated ?? names?.prompt ?? null,
    state: from.verdict.state,
    since: from.verdict.since,
    certainty: from.verdict.certainty,
    detail: from.facts.detail ?? null,
    model: model ?? null,
    unseen: from === one && isUnseen(agents, one),
    subagents: children.length,
    background: background ?? 0,
  };
}

/** How it ended is news: it ended while we watched, and nobody has looked since. */
export function isUnseen(agents: AgentsState, one: Judged): boolean {
  const { state, since } = one.verdict;
  if (state !== 'done' && state !== 'error' && state !== 'interrupted') return false;
  const startedAt = agents.carried.has(threadKey(one)) ? 0 : agents.startedAt;
  return since > Math.max(startedAt, agents.seen.get(threadKey(one)) ?? 0, one.facts.seen ?? 0);
}

/** A thread is there as long as its process has it; beyond that only while it does something, or its end is news. A record of an old one is none. */
export function isShown(agents: AgentsState, one: Judged): boolean {
  if (one.processes.length === 0) return false;
  if (one.bound.some(lives) || isActive(one)) return true;
  // Nobody waits for how a thread ended that was left behind.
  return isUnseen(agents, one) && !one.left;
}

function lives({ ended }: KnownProcess): boolean {
  return ended === null;
}

function isActive({ verdict }: Judged): boolean {
  return verdict.state === 'running' || verdict.state === 'waiting';
}

/** A subagent's subagent is its grandparent's. A parent that nobody knows leaves the child on its own. */
function rootOf(one: Judged, all: ReadonlyMap<string, Judged>): string {
  const seen = new Set<string>();
  let at = one;
  for (;;) {
    const key = threadKey(at);
    const parent = at.facts.parent === undefined ? undefined : all.get(threadKey({ ...at, thread: at.facts.parent }));
    if (parent === undefined || seen.has(key)) return key;
    seen.add(key);
    at = parent;
  }
}

interface Found {
  left: boolean;
  evidence: Kept[];
  bound: Map<string, KnownProcess>;
  processes: Map<string, KnownProcess>;
}

/** By `threadKey`: what each source says, what speaks only of a process going to the thread that this process has. */
function cases({ evidence, processes }: AgentsState): Map<string, Case & Pick<Judged, 'left'>> {
  const bindings = bindingsOf(evidence);
  const found = new Map<string, Found>();
  const of = (key: string) => {
    const known: Found = found.get(key) ?? { left: false, evidence: [], bound: new Map(), processes: new Map() };
    found.set(key, known);
    return known;
  };
  const current = ({ agent, pid, start }: KnownProcess) =>
    bindings.get(ownerKey(agent, { pid, start }))?.thread ?? `${provisionalPrefix}${pid}`;
  for (const [key, one] of processes) {
    if (one.server === true) continue;
    const target = of(threadKey({ agent: one.agent, thread: current(one) }));
    target.bound.set(key, one);
    target.processes.set(key, one);
  }
  for (const one of evidence.values()) {
    const owner = one.process === null ? undefined : processes.get(processKey(one.process));
    // A process that we have not heard of yet, or no more, says nothing.
    if (one.process !== null && owner === undefined) continue;
    const thread = one.thread ?? (owner === undefined ? null : current(owner));
    if (thread === null) continue;
    const target = of(threadKey({ agent: one.agent, thread }));
    target.evidence.push(one);
    if (owner === undefined) continue;
    target.processes.set(processKey(owner), owner);
    const now = current(owner);
    // A server shows none of its threads, and has left none.
    const isElsewhere = now !== thread && !now.startsWith(provisionalPrefix);
    if (owner.ended === null && isElsewhere) target.left = true;
  }
  return new Map(
    [...found].map(([key, { left, evidence, bound, processes }]) => [
      key,
      { left, evidence, bound: [...bound.values()], processes: [...processes.values()] },
    ]),
  );
}

/** Agent and process to the statement that says which thread it has now: the newest about the process itself. */
function bindingsOf(evidence: AgentsState['evidence']): Map<string, Kept> {
  const bindings = new Map<string, Kept>();
  for (const one of evidence.values()) {
    if (one.thread === null || one.process === null || !one.subject.startsWith(provisionalPrefix)) continue;
    const key = ownerKey(one.agent, one.process);
    const before = bindings.get(key);
    if (before === undefined || isBetter(one, before)) bindings.set(key, one);
  }
  return bindings;
}

/** The more trusted, then the newer; what holds no longer comes last. */
function isBetter(one: Kept, before: Kept): boolean {
  const rank = ({ withdrawn, source }: Kept) => (withdrawn ? factsFrom.length : 0) + factsFrom.indexOf(source);
  return rank(one) < rank(before) || (rank(one) === rank(before) && one.at > before.at);
}

/** Of each fact the one that the most trusted source tells. */
function mergedFacts(evidence: readonly Kept[]): Facts {
  const ordered = [...evidence].sort(
    (a, b) =>
      factsFrom.indexOf(b.source) - factsFrom.indexOf(a.source) ||
      a.version - b.version ||
      (a.subject < b.subject ? -1 : 1),
  );
  const merged: Facts = {};
  for (const { facts } of ordered) Object.assign(merged, facts, { names: { ...merged.names, ...facts.names } });
  return merged;
}
