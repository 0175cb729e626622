import { derived } from '../protocol/derived.ts';
import { type AgentsState, type Kept, ownerKey, threadKey } from './agents.ts';
import type { Source } from './evidence.ts';
import type { ProcessRef } from './state.ts';

/** What knows better than a look at the pane. */
const betterThanLooks: readonly Source[] = ['push', 'plugin', 'protocol', 'registry', 'hook'];

/** Whether a source that knows better than the looks of its pane says what a process does, or its thread. */
export function speaksLive({ evidence }: AgentsState, owner: ProcessRef & { agent: string }): boolean {
  const { processes, threads, threadsOf } = spoken(evidence);
  const key = ownerKey(owner.agent, owner);
  return processes.has(key) || (threadsOf.get(key) ?? []).some((thread) => threads.has(thread));
}

/** Asked for each process at each statement: worked out once for all. */
const spoken = derived((evidence: AgentsState['evidence']) => {
  /** What a better source speaks of: processes, and threads without one. */
  const processes = new Set<string>();
  const threads = new Set<string>();
  const threadsOf = new Map<string, string[]>();
  for (const one of evidence.values()) {
    if (one.withdrawn) continue;
    const owner = one.process === null ? null : ownerKey(one.agent, one.process);
    const thread = one.thread === null ? null : threadKey({ agent: one.agent, thread: one.thread });
    if (owner !== null && thread !== null) {
      const known = threadsOf.get(owner);
      if (known === undefined) threadsOf.set(owner, [thread]);
      else known.push(thread);
    }
    if (!knowsBetter(one)) continue;
    if (owner !== null) processes.add(owner);
    else if (thread !== null) threads.add(thread);
  }
  return { processes, threads, threadsOf };
});

function knowsBetter({ source, failed, claim }: Kept): boolean {
  return betterThanLooks.includes(source) && !failed && claim !== null && claim !== 'present';
}
