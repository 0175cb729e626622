import type { ProcessRef } from './state.ts';

/**
 * Where a statement about a thread comes from. `push` is `POST /agent`; `hook` and `plugin` are our opt-in pieces inside the
 * agent; `registry` is a file of live state that the agent keeps itself; `protocol` is its own socket or HTTP; `transcript` and
 * `database` are records of what was said; `title` and `screen` are what its pane shows; `process` is that it runs.
 */
export type Source =
  | 'push'
  | 'hook'
  | 'plugin'
  | 'registry'
  | 'protocol'
  | 'transcript'
  | 'database'
  | 'title'
  | 'screen'
  | 'process';

/**
 * What a source says. Of a record (`transcript`, `database`), `running` means that its last turn is open; of a live source,
 * `idle` means that no turn runs, and how the last one ended is left to the records. `present` says nothing but that it is there.
 */
export type Claim = 'idle' | 'running' | 'waiting' | 'done' | 'error' | 'interrupted' | 'present';

/** One statement of one source. Its newest statement about the same subject replaces those before. */
export interface Evidence {
  /** `claude codex opencode kilo pi amp …` */
  agent: string;
  /** The agent's own id of the thread; null when the source knows the process only, and means whatever thread that has now. */
  thread: string | null;
  source: Source;
  /** What it speaks of, unique within agent and source: `pid:4711`, a path, a thread id. */
  subject: string;
  /**
   * Orders the statements of one subject, by the source's own count: an offset, the time of the file's update. An older one that
   * comes late changes nothing.
   */
  version: number;
  /** Null when it tells facts only. */
  claim: Claim | null;
  /** Epoch milliseconds since when the claim holds, by the source's own clock where it has one. */
  at: number;
  /** The process whose end is its end. Null: of a record, or of something that has no process. */
  process: ProcessRef | null;
  /** Epoch milliseconds; null for none. */
  expires: number | null;
  facts: Facts;
}

/** What is known of a thread beside its state. Text is cleaned and cut by who observes it. */
export interface Facts {
  /** Given by a person, made up by the agent, the first prompt: the first that is there is shown. */
  names?: { custom?: string; generated?: string; prompt?: string };
  /** What it does or waits for: tool and command, a question, an error's text. */
  detail?: string;
  model?: string;
  cwd?: string;
  /** The thread that started it as a subagent. */
  parent?: string;
  /** Shells that go on in the background. */
  background?: number;
  /** Epoch milliseconds when it was looked at in the agent itself: what ended until then is no news. */
  seen?: number;
}

/** A process of an agent that lives. */
export interface AgentProcess extends ProcessRef {
  agent: string;
  /** Epoch milliseconds. */
  startedAt: number;
  /** Null when it cannot be read. */
  cwd: string | null;
  /** Arguments, the program first; cut, for some agents overwritten. */
  argv: readonly string[];
  /** What it sees of the variables that its adapter asked for. */
  env: Readonly<Record<string, string>>;
  /** The pane whose process tree it belongs to; null outside tmux. */
  place: { server: string; pane: string } | null;
  /** What its pane was called when it was looked at last. Only where its adapter asks for `titles`; as it is, not cleaned. */
  title?: string;
  /** It runs the threads of others (Codex's app-server): evidence may name it, but it is no row of its own. */
  server?: boolean;
}

/** Two statements with the same key are about the same; the one with the higher version holds. */
export function evidenceKey({ agent, source, subject }: Pick<Evidence, 'agent' | 'source' | 'subject'>): string {
  return `${agent}\n${source}\n${subject}`;
}
