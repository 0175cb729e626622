import { type AgentsState, type Kept, processKey, threadKey } from './agents.ts';
import type { Source } from './evidence.ts';
import type { ProcessRef } from './state.ts';

/** What knows better than a look at the pane. */
const betterThanLooks: readonly Source[] = ['push', 'plugin', 'protocol', 'registry', 'hook'];

/** Whether a source that knows better than the looks of its pane says what a process does, or its thread. */
export function speaksLive({ evidence }: AgentsState, owner: ProcessRef & { agent: string }): boolean {
  const own = [...evidence.values()].filter(({ agent, withdrawn }) => agent === owner.agent && !withdrawn);
  const isIts = (one: Kept) => one.process !== null && processKey(one.process) === processKey(owner);
  const threads = new Set(own.filter(isIts).flatMap((one) => keyOf(one)));
  return own.some(
    (one) =>
      betterThanLooks.includes(one.source) &&
      !one.failed &&
      one.claim !== null &&
      one.claim !== 'present' &&
      (isIts(one) || (one.process === null && keyOf(one).some((key) => threads.has(key)))),
  );
}

function keyOf({ agent, thread }: Kept): string[] {
  return thread === null ? [] : [threadKey({ agent, thread })];
}
