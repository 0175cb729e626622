import type { Adapter, Context } from '../agents/adapter.ts';
import { processKey } from '../core/agents.ts';
import type { AgentProcess } from '../core/evidence.ts';
import { same } from '../core/same.ts';
import type { Env } from '../protocol/paths.ts';
import { followAgentProcesses } from './agent-processes.ts';
import { keepWatcher } from './agent-watcher.ts';
import { complaints } from './complaints.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type Log, reason } from './log.ts';
import { followLooks } from './looks.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

export interface AgentsOptions {
  store: Store;
  servers: Pick<Servers, 'get'>;
  adapters: readonly Adapter[];
  env: Env;
  stateDir: string;
  /** Another job came to the front of a pane. */
  onJobs: () => void;
  heartbeat: Heartbeat;
  log: Log;
}

/** Watches coding agents: finds their processes, gives them to the watchers, and turns what those say into events. */
export function serveAgents({ store, servers, adapters, env, stateDir, onJobs, heartbeat, log }: AgentsOptions): {
  close(): Promise<void>;
} {
  store.dispatch({ type: 'agents.watched', now: Date.now() });
  const processes = followAgentProcesses({ store, adapters, onListed, onJobs, heartbeat, log });
  const looks = followLooks({ store, servers, adapters, onTitle, log });
  /** By `processKey`. */
  const titles = new Map<string, string>();
  let listed: readonly AgentProcess[] = [];
  const watchers = adapters.map((adapter) => {
    let known: readonly AgentProcess[] = [];
    const watcher = keepWatcher(adapter, (isCurrent) => contextOf(adapter, isCurrent), log);
    return {
      hear(all: readonly AgentProcess[]) {
        const its = all.filter(({ agent }) => agent === adapter.agent).map(withTitle);
        if (same(its, known)) return;
        known = its;
        watcher.processes(its);
      },
      close: watcher.close,
    };
  });

  function onListed(all: readonly AgentProcess[]): void {
    store.dispatch({ type: 'agents.listed', processes: all, now: Date.now() });
    listed = all;
    const live = new Set(all.map(processKey));
    for (const key of titles.keys()) if (!live.has(key)) titles.delete(key);
    for (const watcher of watchers) watcher.hear(all);
    looks.processes(all);
  }

  function onTitle(process: AgentProcess, title: string): boolean {
    if (titles.get(processKey(process)) === title) return false;
    titles.set(processKey(process), title);
    for (const watcher of watchers) watcher.hear(listed);
    return true;
  }

  function withTitle(process: AgentProcess): AgentProcess {
    const title = titles.get(processKey(process));
    return title === undefined ? process : { ...process, title };
  }

  function contextOf({ agent }: Adapter, isCurrent: () => boolean): Context {
    const isNew = complaints();
    return {
      env,
      stateDir,
      observe(evidence) {
        if (isCurrent() && evidence.length > 0)
          store.dispatch({ type: 'evidence.observed', evidence, now: Date.now() });
      },
      withdraw(source, subject) {
        if (isCurrent()) store.dispatch({ type: 'evidence.withdrawn', agent, source, subject, now: Date.now() });
      },
      failed(source, subject, error) {
        if (!isCurrent()) return;
        store.dispatch({ type: 'evidence.failed', agent, source, subject, now: Date.now() });
        const text = `cannot read the ${source} of ${agent}, ${subject}: ${reason(error)}`;
        if (isNew(`${source} ${subject}`, text)) log(text);
      },
      claim(claims) {
        if (isCurrent()) processes.claim(agent, claims);
      },
      log: (message) => log(`${agent}: ${message}`),
    };
  }

  return {
    async close() {
      processes.close();
      looks.close();
      await Promise.all(watchers.map((watcher) => watcher.close()));
    },
  };
}
