import { reportedProcesses } from '../core/threads.ts';
import { startTimes } from '../host/processes.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';

const lookMillis = 2000;

/** Looks whether the processes of reported threads still run, while there are any. */
export function followProcesses(store: Store, heartbeat: Heartbeat, log: Log): void {
  let looking = false;

  async function look(): Promise<void> {
    const processes = reportedProcesses(store.state());
    if (looking || processes.length === 0) return;
    looking = true;
    try {
      const starts = await startTimes([...new Set(processes.map(({ pid }) => pid))]);
      const ended = processes.filter(({ pid, start }) => starts.get(pid) !== start);
      if (ended.length > 0) store.dispatch({ type: 'processes.ended', processes: ended });
    } catch (error) {
      // What was known stays known.
      log(`processes of agents: ${reason(error)}`);
    } finally {
      looking = false;
    }
  }

  heartbeat.join(lookMillis, () => {
    void look();
    return false;
  });
}
