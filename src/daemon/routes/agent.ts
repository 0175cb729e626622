import type { ProcessRef } from '../../core/state.ts';
import { startTimes } from '../../host/processes.ts';
import { AgentPush, agentSecondsDefault } from '../../protocol/agent.ts';
import type { FindKey } from '../find.ts';
import { Problem } from '../problem.ts';
import type { Store } from '../store.ts';
import { expiry } from './metadata.ts';
import { type Push, push } from './push.ts';

/** What a thread of an agent does. */
export function agentPush(store: Store, find: FindKey): Push {
  return push(find, {
    path: '/agent',
    summary: 'Reports what a thread of an agent does, or takes it out.',
    schema: AgentPush,
    async accept({ session: _, pane = null, pid, ttl, ...content }, key) {
      const owner = pid === undefined || content.clear === true ? null : await processOf(pid);
      const expires = expiry(ttl ?? (pid === undefined ? agentSecondsDefault : undefined));
      store.dispatch({ type: 'thread.reported', key, push: content, pane, owner, at: Date.now(), expires });
    },
  });
}

/** @throws Problem 404 */
async function processOf(pid: number): Promise<ProcessRef> {
  const start = (await startTimes([pid])).get(pid);
  if (start === undefined) throw new Problem(404, 'Not Found', `no process ${pid} runs`);
  return { pid, start };
}
