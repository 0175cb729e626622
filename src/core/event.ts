import type { LogClear, LogPush, ProgressPush, StatusPush } from '../protocol/metadata.ts';
import type { Config } from './state.ts';
import type { Topology } from './topology.ts';

/** Facts, in the past tense. Sessions of pushes are already found: `key` is a `sessionKey`. */
export type Event =
  | { type: 'tmux.listed'; server: string; topology: Topology }
  | { type: 'tmux.gone'; server: string }
  | { type: 'directories.seen'; server: string; dirs: ReadonlyMap<string, string> }
  | { type: 'branch.seen'; dir: string; branch: string | null }
  | { type: 'sidebars.toggled'; server: string; shown: boolean }
  /** The client's focus shall go to the sidebar as soon as it is beside its work. */
  | { type: 'focus.wanted'; server: string; client: string }
  | { type: 'cursor.moved'; server: string; client: string; session: string }
  | { type: 'config.read'; config: Config }
  | { type: 'status.pushed'; key: string; push: Omit<StatusPush, 'session'> }
  | { type: 'progress.pushed'; key: string; push: Omit<ProgressPush, 'session'> }
  | { type: 'log.pushed'; key: string; push: Omit<LogPush, 'session'>; at: number; notify: boolean }
  | { type: 'log.cleared'; key: string; push: Omit<LogClear, 'session'> };
