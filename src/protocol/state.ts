import * as z from 'zod/mini';
import { Ask } from './ask.ts';
import { Git } from './git.ts';
import { ListPrefs } from './listed.ts';
import { Metadata } from './metadata.ts';

export const ThreadState = z.enum(['idle', 'running', 'waiting', 'done', 'error', 'interrupted', 'unknown']);
export type ThreadState = z.infer<typeof ThreadState>;

/** How a thread's state is known: said by the agent itself, concluded from what it shows, or only that it is there. */
export const Certainty = z.enum(['exact', 'inferred', 'presence']);
export type Certainty = z.infer<typeof Certainty>;

export const Thread = z.object({
  /** `claude codex opencode pi amp …` */
  agent: z.string(),
  /** The agent's own id of the thread. */
  thread: z.string(),
  name: z.nullable(z.string()),
  state: ThreadState,
  /** Epoch milliseconds since when it is in this state. */
  since: z.number(),
  certainty: Certainty,
  /** tmux pane id like `%7`. */
  pane: z.nullable(z.string()),
  /** What it does or waits for, in its own words. */
  detail: z.nullable(z.string()),
  model: z.nullable(z.string()),
  /** It ended (`done`, `error`, `interrupted`), and nobody has looked at its pane since. */
  unseen: z.boolean(),
  /** It runs in no pane of tmux, and is listed where its directory lies. */
  outside: z.boolean(),
  /** Threads that it started and that have not ended. */
  subagents: z.number(),
  /** Shells that go on in the background. */
  background: z.number(),
});
export type Thread = z.infer<typeof Thread>;

export const Pane = z.object({
  id: z.string(),
  active: z.boolean(),
  /** Name of the program in its foreground, as tmux finds it. Asked only in windows with several panes; null elsewhere. */
  command: z.nullable(z.string()),
  /** Working directory of that program; null like `command`. */
  dir: z.nullable(z.string()),
});
export type Pane = z.infer<typeof Pane>;

/** A tmux window as one session shows it; a linked window stands in each of its sessions. Panes of ours are left out. */
export const Window = z.object({
  id: z.string(),
  index: z.number(),
  name: z.string(),
  active: z.boolean(),
  panes: z.array(Pane),
});
export type Window = z.infer<typeof Window>;

/** A TCP port that a process in one of the panes listens on, and that `localhost` reaches. */
export const Port = z.object({
  port: z.number(),
  /** Name of the program that listens, `vite`. */
  program: z.string(),
  pid: z.number(),
  /** tmux pane id like `%7`. */
  pane: z.string(),
});
export type Port = z.infer<typeof Port>;

export const Session = z.object({
  /** tmux session id like `$3`, unique within its server. */
  id: z.string(),
  /** Socket path of the tmux server. */
  server: z.string(),
  name: z.string(),
  /** Working directory of the active work pane; null until tmux has said it. */
  dir: z.nullable(z.string()),
  /** The same as `git.branch`; null outside a repository. */
  branch: z.nullable(z.string()),
  /** Null outside a repository. */
  git: z.nullable(Git),
  /** The lowest first. */
  ports: z.array(Port),
  windows: z.array(Window),
  metadata: Metadata,
  threads: z.array(Thread),
});
export type Session = z.infer<typeof Session>;

/** A terminal attached to tmux; control-mode clients are not listed. */
export const Client = z.object({
  /** tmux's name of the client, in most cases its tty. */
  name: z.string(),
  server: z.string(),
  session: z.string(),
  window: z.string(),
  /** The session that this client's cursor stands on. */
  cursor: z.nullable(z.string()),
});
export type Client = z.infer<typeof Client>;

/** All that is known, in one piece. A server's sessions stand in the order that a person gave them, the others last, in creation order. */
export const Snapshot = z.object({
  sessions: z.array(Session),
  clients: z.array(Client),
  /** Open questions, oldest first. */
  asks: z.array(Ask),
  list: ListPrefs,
});
export type Snapshot = z.infer<typeof Snapshot>;

/** What a snapshot means for the one who reads it: which tmux client looks at this sidebar, and what it looks at. */
export const You = z.object({
  server: z.nullable(z.string()),
  client: z.nullable(z.string()),
  /** The session which that client is attached to. */
  session: z.nullable(z.string()),
  cursor: z.nullable(z.string()),
  /** Somebody can see this sidebar. */
  visible: z.boolean(),
  /** tmux has its mouse on. */
  mouse: z.boolean(),
  /** In a pane of tmux: its client's focus is in another one. Missing counts as no. */
  away: z.optional(z.boolean()),
  /** The keys before ours, as tmux writes them, `C-b o`; missing where there are none, and where that is not known. */
  prefix: z.optional(z.string()),
});
export type You = z.infer<typeof You>;
