import type { Adapter, Context, Watcher } from '../agents/adapter.ts';
import type { AgentProcess } from '../core/evidence.ts';
import { type Log, reason } from './log.ts';

const retryMillisMin = 1000;
const retryMillisMax = 60_000;

/** One agent's watcher, which is started again when it fails. */
export interface KeptWatcher {
  processes(all: readonly AgentProcess[]): void;
  close(): Promise<void>;
}

/**
 * Starts the watcher with the first process, or at once where it says so. A fault of one agent's watcher stays with it.
 *
 * @param context what is given to a watcher; `isCurrent` is false once it was replaced
 */
export function keepWatcher(adapter: Adapter, context: (isCurrent: () => boolean) => Context, log: Log): KeptWatcher {
  let watcher: Watcher | undefined;
  let generation = 0;
  let startedAt = 0;
  let waitMillis = retryMillisMin;
  let retry: NodeJS.Timeout | undefined;
  let all: readonly AgentProcess[] = [];
  let closed = false;

  function start(): void {
    retry = undefined;
    generation += 1;
    startedAt = performance.now();
    const mine = generation;
    attempt(() => {
      watcher = adapter.watch?.(context(() => mine === generation));
      watcher?.processes(all);
    });
  }

  function attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (performance.now() - startedAt > retryMillisMax) waitMillis = retryMillisMin;
      log(`the watcher of ${adapter.agent} failed, again in ${waitMillis} ms: ${reason(error)}`);
      void end();
      retry = setTimeout(start, waitMillis).unref();
      waitMillis = Math.min(waitMillis * 2, retryMillisMax);
    }
  }

  async function end(): Promise<void> {
    const old = watcher;
    watcher = undefined;
    generation += 1;
    try {
      await old?.close();
    } catch (error) {
      log(`the watcher of ${adapter.agent} did not end well: ${reason(error)}`);
    }
  }

  if (adapter.watch !== undefined && adapter.watchesAlways === true) start();
  return {
    processes(now) {
      all = now;
      if (adapter.watch === undefined || closed || retry !== undefined) return;
      if (watcher === undefined && all.length > 0) start();
      else attempt(() => watcher?.processes(all));
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await end();
    },
  };
}
