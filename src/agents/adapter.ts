import type { AgentProcess, Claim, Evidence, Source } from '../core/evidence.ts';
import type { Env } from '../protocol/paths.ts';

/** What one agent is known by. One folder each; `agents/index.ts` is the list. */
export interface Adapter {
  agent: string;
  /** Environment variables that say where it keeps its files; they are read of each of its processes. */
  variables: readonly string[];
  /**
   * Pure: whether a process is this agent. `comm` is the kernel's short name, `argv` may be cut. `'server'`: it runs the
   * threads of others and is no agent that somebody talks to.
   */
  matches(process: { comm: string; argv: readonly string[] }): boolean | 'server';
  /** What follows its files, sockets and databases. It is started with the agent's first process. */
  watch?(context: Context): Watcher;
  /** It is started at once, because it may claim processes that `matches` does not know. Default: no. */
  watchesAlways?: true;
  /** Pure: what a pane's title says; null when it says nothing. Asked only while no better source speaks. */
  title?(title: string): Look | null;
  /** Pure: what a pane's visible lines say; null when they say nothing. Asked only while no better source speaks. */
  screen?(lines: readonly string[]): Look | null;
  /** Its watcher is told what the panes of its processes are called, while no better source speaks. Default: no. */
  titles?: true;
  /** Its panes are looked at whoever speaks: there are questions that nobody else hears of. Default: no. */
  looksAlways?: true;
}

export interface Look {
  claim: Claim;
  detail?: string;
}

/** Something that was left says that a process is of this agent: files outlive processes, and numbers come again. */
export interface PidClaim {
  pid: number;
  /** Epoch milliseconds at which it lived. */
  at: number;
}

/** What the daemon gives to a watcher. */
export interface Context {
  /** The daemon's own environment: where files are when a process doesn't say otherwise. */
  env: Env;
  /** Our state directory, below which integrations leave their events. */
  stateDir: string;
  observe(evidence: readonly Evidence[]): void;
  /** What the source said of the subject holds no longer: its file is gone, say. */
  withdraw(source: Source, subject: string): void;
  /** A look failed: what was known stays, and is less certain until the source speaks again. */
  failed(source: Source, subject: string, error: unknown): void;
  /** These are processes of this agent, if they live and began before `at`, even if `matches` does not know them. */
  claim(claims: readonly PidClaim[]): void;
  log(message: string): void;
}

export interface Watcher {
  /** All live processes of this agent; called at first and when they change. */
  processes(all: readonly AgentProcess[]): void;
  close(): Promise<void>;
}
