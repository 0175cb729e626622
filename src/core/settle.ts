import { type AgentsState, processKey, type Row, threadKey } from './agents.ts';
import { isLookedAt } from './looked-at.ts';
import { provisionalPrefix, rowsOf } from './rows.ts';
import { areSame, same } from './same.ts';
import type { ServerState } from './state.ts';

/** How long what is known of an ended process, or of a thread without one, is kept: a source may still have something to say of it. */
const endedMillisMax = 60_000;

/** Works out the rows anew, and takes note of which ends somebody has seen. The same object when that changes nothing. */
export function settle(agents: AgentsState, servers: ReadonlyMap<string, ServerState>): AgentsState {
  const kept = pruned(agents);
  const first = rowsOf(kept, servers);
  const looked = first.rows.filter((row) => row.thread.unseen && isLookedAt(row, servers));
  if (looked.length === 0) return withRows(agents, kept, first);
  const seen = new Map(kept.seen);
  for (const { thread } of looked) seen.set(threadKey(thread), thread.since);
  const after = { ...kept, seen };
  return withRows(agents, after, rowsOf(after, servers));
}

function withRows(
  before: AgentsState,
  after: AgentsState,
  { rows, due }: Pick<AgentsState, 'rows' | 'due'>,
): AgentsState {
  const kept = asBefore(before.rows, rows);
  if (kept === before.rows && after === before && due === before.due) return before;
  return { ...after, rows: kept, due };
}

/** What is the same stays the same object: what follows of it is not worked out again. */
function asBefore(before: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const known = new Map(before.map((row) => [threadKey(row.thread), row]));
  const kept = rows.map((row) => {
    const old = known.get(threadKey(row.thread));
    return same(old, row) ? (old ?? row) : row;
  });
  return areSame(before, kept) ? before : kept;
}

/** Forgets processes that ended long ago unless how they ended is still news, and what was said of them. */
function pruned(agents: AgentsState): AgentsState {
  return withoutOldMarks(withoutOrphans(withoutEnded(agents)));
}

function withoutEnded(agents: AgentsState): AgentsState {
  const shown = new Set(agents.rows.map(({ thread }) => threadKey(thread)));
  const old = [...agents.processes].filter(([, { ended }]) => ended !== null && ended + endedMillisMax < agents.now);
  if (old.length === 0) return agents;
  const news = new Set(
    [...agents.evidence.values()].flatMap((one) =>
      one.process !== null && one.thread !== null && shown.has(threadKey({ ...one, thread: one.thread }))
        ? [processKey(one.process)]
        : [],
    ),
  );
  const gone = new Set(old.map(([key]) => key).filter((key) => !news.has(key)));
  if (gone.size === 0) return agents;
  return {
    ...agents,
    processes: new Map([...agents.processes].filter(([key]) => !gone.has(key))),
    evidence: new Map(
      [...agents.evidence].filter(([, { process }]) => process === null || !gone.has(processKey(process))),
    ),
  };
}

/**
 * Records of threads that no known process has or had are never shown, and each costs time at every event. One may only
 * be early, so it waits. Reports stay: their end is said by who made them.
 */
function withoutOrphans(agents: AgentsState): AgentsState {
  const { evidence, processes, now } = agents;
  const run = new Set<string>();
  for (const { agent, thread, process } of evidence.values())
    if (thread !== null && process !== null && processes.has(processKey(process)))
      run.add(threadKey({ agent, thread }));
  const isRun = (agent: string, thread: string | undefined) =>
    thread !== undefined && run.has(threadKey({ agent, thread }));
  const orphans = new Map<string, number>();
  for (const [key, { agent, thread, source, process, facts }] of evidence) {
    if (process !== null || thread === null || source === 'push') continue;
    if (!isRun(agent, thread) && !isRun(agent, facts.parent)) orphans.set(key, agents.orphans.get(key) ?? now);
  }
  const over = [...orphans].filter(([, since]) => since + endedMillisMax < now).map(([key]) => key);
  const isSame = orphans.size === agents.orphans.size && [...orphans.keys()].every((key) => agents.orphans.has(key));
  if (over.length === 0) return isSame ? agents : { ...agents, orphans };
  for (const key of over) orphans.delete(key);
  const gone = new Set(over);
  return { ...agents, orphans, evidence: new Map([...evidence].filter(([key]) => !gone.has(key))) };
}

/** Nobody needs to know what was seen of a thread of which nothing else is known. */
function withoutOldMarks(agents: AgentsState): AgentsState {
  if (agents.seen.size === 0) return agents;
  const known = new Set([
    ...agents.rows.map(({ thread }) => threadKey(thread)),
    ...[...agents.evidence.values()].flatMap(({ agent, thread }) =>
      thread === null ? [] : [threadKey({ agent, thread })],
    ),
    ...[...agents.processes.values()].map(({ agent, pid }) =>
      threadKey({ agent, thread: `${provisionalPrefix}${pid}` }),
    ),
  ]);
  const seen = [...agents.seen].filter(([key]) => known.has(key));
  return seen.length === agents.seen.size ? agents : { ...agents, seen: new Map(seen) };
}
