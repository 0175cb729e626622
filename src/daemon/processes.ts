import { reportedProcesses } from '../core/threads.ts';
import { startTimes } from '../host/processes.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';

const lookMillis = 2000;

/** Looks whether the processes of reported threads still run, while there are any. */
export function followProcesses(store: Store, log: Log): void {
  let looking = false;
  let timer: NodeJS.Timeout | undefined;

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

  store.onChange((state, before) => {
    if (state.threads === before.threads) return;
    const wanted = reportedProcesses(state).length > 0;
    if (!wanted) {
      clearInterval(timer);
      timer = undefined;
    }
    // It keeps no process alive: a starter that finds another daemon has to end.
    else timer ??= setInterval(() => void look(), lookMillis).unref();
  });
}
