import type { AgentPush } from '../protocol/agent.ts';
import type { AnsweredBy, Ask } from '../protocol/ask.ts';
import type { Git } from '../protocol/git.ts';
import type { LogPush, ProgressPush, StatusPush } from '../protocol/metadata.ts';
import type { Settings } from '../protocol/settings.ts';
import type { AgentProcess, Evidence, Source } from './evidence.ts';
import type { ListEvent } from './order.ts';
import type { Config, PaneFacts, PanePort, ProcessRef, Walk } from './state.ts';
import type { Topology } from './topology.ts';

/** A push without whom it is for and how long it stays: both have been worked out. */
type Content<Push> = Omit<Push, 'session' | 'pane' | 'ttl' | 'pid'>;

/** Facts, in the past tense. Sessions of pushes are already found: `key` is a `sessionKey`. Times are epoch milliseconds. */
export type Event =
  /** Since the last listing: the panes that we `ended`, the windows that were `resized`. */
  | {
      type: 'tmux.listed';
      server: string;
      topology: Topology;
      ended?: readonly string[];
      resized?: readonly string[];
    }
  | { type: 'tmux.gone'; server: string }
  | { type: 'directories.seen'; server: string; dirs: ReadonlyMap<string, string> }
  /** What runs in the panes of windows that have several; of others nothing was asked. */
  | { type: 'panes.seen'; server: string; panes: ReadonlyMap<string, PaneFacts> }
  /** Null outside a repository. */
  | { type: 'git.seen'; dir: string; git: Git | null }
  /** All listening ports of processes in panes. */
  | { type: 'ports.listed'; ports: readonly PanePort[] }
  | { type: 'sidebars.toggled'; server: string; shown: boolean }
  /** The client's focus shall go to the sidebar as soon as it is beside its work. */
  | { type: 'focus.wanted'; server: string; client: string }
  | { type: 'cursor.moved'; server: string; client: string; session: string }
  /** The client is on its way through what needs a person; null when that is over. */
  | { type: 'walk.stepped'; server: string; client: string; walk: Walk | null }
  | ListEvent
  | { type: 'config.read'; config: Config }
  | { type: 'settings.read'; settings: Settings }
  | { type: 'status.pushed'; key: string; push: Content<StatusPush>; expires: number | null }
  | { type: 'progress.pushed'; key: string; push: Content<ProgressPush>; expires: number | null }
  | { type: 'log.pushed'; key: string; push: Content<LogPush>; at: number; notify: boolean }
  | { type: 'log.cleared'; key: string }
  | {
      type: 'thread.reported';
      key: string;
      push: Content<AgentPush>;
      pane: string | null;
      owner: ProcessRef | null;
      at: number;
      expires: number | null;
    }
  /** Every reported thread of these processes is over. */
  | { type: 'processes.ended'; processes: readonly ProcessRef[] }
  /** We watch agents from now on. */
  | { type: 'agents.watched'; now: number }
  /** `threadKey`s: whose end nobody had looked at when the last daemon ended. */
  | { type: 'unseen.recalled'; threads: readonly string[] }
  /** All processes of agents that live, on this whole machine. */
  | { type: 'agents.listed'; processes: readonly AgentProcess[]; now: number }
  | { type: 'evidence.observed'; evidence: readonly Evidence[]; now: number }
  /** What the source said of it holds no longer. */
  | { type: 'evidence.withdrawn'; agent: string; source: Source; subject: string; now: number }
  /** A look at it failed: what was known stays, with less certainty. */
  | { type: 'evidence.failed'; agent: string; source: Source; subject: string; now: number }
  /** A person has dealt with it: how it ended is no news any more. */
  | { type: 'thread.dismissed'; agent: string; thread: string }
  | { type: 'ask.opened'; ask: Ask }
  /** With an answer, or null: withdrawn, or timed out without a default. */
  | { type: 'ask.ended'; id: string; answer: string | null; by: AnsweredBy | null }
  /** What had until `now` is over. */
  | { type: 'clock.ticked'; now: number };
