import type { Adapter, Watcher } from '../../../../src/agents/adapter.ts';
import {
  type AgentsState,
  fail,
  initialAgents,
  listProcesses,
  observe,
  withdraw,
} from '../../../../src/core/agents.ts';
import type { AgentProcess } from '../../../../src/core/evidence.ts';
import { isShown, judge } from '../../../../src/core/rows.ts';

export interface Engine extends AsyncDisposable {
  /** These live, and only these. */
  live(processes: readonly AgentProcess[]): void;
  /** `thread state certainty detail` of each thread that is shown, by id. */
  threads(): string[];
  state(thread: string): string | undefined;
  name(thread: string): string | undefined;
  claimed: number[];
  logged: string[];
}

/** An adapter's watcher with the real engine behind it. */
export function engine(adapter: Adapter, stateDir: string, env: Record<string, string>): Engine {
  let agents: AgentsState = { ...initialAgents, startedAt: Date.now() };
  const [claimed, logged]: [number[], string[]] = [[], []];
  const { agent } = adapter;
  const watcher: Watcher | undefined = adapter.watch?.({
    env,
    stateDir,
    observe: (evidence) => {
      agents = observe(agents, evidence);
    },
    withdraw: (source, subject) => {
      agents = withdraw(agents, { agent, source, subject });
    },
    failed: (source, subject) => {
      agents = fail(agents, { agent, source, subject });
    },
    claim: (claims) => claimed.push(...claims.map(({ pid }) => pid)),
    log: (message) => logged.push(message),
  });
  const shown = () => judge({ ...agents, now: Date.now() }).filter((one) => isShown(agents, one));
  return {
    claimed,
    logged,
    live(processes) {
      agents = listProcesses(agents, processes, Date.now());
      watcher?.processes(processes);
    },
    threads: () =>
      shown()
        .map(({ thread, verdict, facts }) => [thread, verdict.state, verdict.certainty, facts.detail].join(' ').trim())
        .sort(),
    state: (thread) => shown().find((one) => one.thread === thread)?.verdict.state,
    name: (thread) => shown().find((one) => one.thread === thread)?.facts.names?.generated,
    [Symbol.asyncDispose]: async () => watcher?.close(),
  };
}

export function agentProcess(pid: number, more: Partial<AgentProcess> = {}): AgentProcess {
  const argv = ['opencode'];
  return {
    agent: 'opencode',
    pid,
    start: `${pid}`,
    startedAt: Date.now(),
    cwd: '/d',
    argv,
    env: {},
    place: null,
    ...more,
  };
}
