import type { Ask } from '../protocol/ask.ts';
import type { Git } from '../protocol/git.ts';
import type { ListFilter } from '../protocol/listed.ts';
import type { Metadata } from '../protocol/metadata.ts';
import { widthDefault, widthMax, widthMin } from '../protocol/place.ts';
import { type Settings, settingsDefault } from '../protocol/settings.ts';
import type { Port, Thread } from '../protocol/state.ts';
import { type AgentsState, initialAgents } from './agents.ts';
import type { Arrangement } from './arrangement.ts';
import type { Topology } from './topology.ts';
import type { Worked } from './worked.ts';

/** Everything that the daemon knows. Immutable; `reduce` is the only writer. What can be derived is in `view`. */
export interface State {
  /** By socket path. */
  servers: ReadonlyMap<string, ServerState>;
  /** By `sessionKey`. */
  metadata: ReadonlyMap<string, Metadata>;
  /** When what was pushed disappears by itself; by `sessionKey`. */
  expiries: ReadonlyMap<string, Expiries>;
  /** What agents reported themselves, by `sessionKey`, in the order in which they appeared. */
  threads: ReadonlyMap<string, readonly ReportedThread[]>;
  /** What is known of agents that are watched. */
  agents: AgentsState;
  /** Open questions, oldest first. */
  asks: readonly Ask[];
  /** Directory to what is checked out there, null outside a repository. */
  repositories: ReadonlyMap<string, Git | null>;
  /** Where processes in panes listen. */
  ports: readonly PanePort[];
  config: Config;
  /** What sidebars are told of the configuration. */
  settings: Settings;
  list: ListState;
}

/** How a person wants the list; kept on disk. Sessions by their names, because ids do not outlive a tmux server. */
export interface ListState {
  /** Names of sessions from above; what is not in it comes last, in creation order. */
  order: readonly string[];
  hidden: readonly string[];
  filter: ListFilter;
  showsHidden: boolean;
  /** Directories of repositories whose sessions are one line. */
  folded: readonly string[];
}

export interface ServerState {
  topology: Topology;
  /** The sidebars are shown in this server. */
  shown: boolean;
  /** Client whose focus shall go to the sidebar as soon as it is there. */
  focusWanted: string | null;
  /** By window id. */
  worked: ReadonlyMap<string, Worked>;
  arrangements: ReadonlyMap<string, Arrangement>;
  /** Session id to the directory of its active work pane. */
  dirs: ReadonlyMap<string, string>;
  /** Pane id to what runs there, where that was asked for. */
  panes: ReadonlyMap<string, PaneFacts>;
  /** By client name. */
  clients: ReadonlyMap<string, ClientState>;
}

/** Null where tmux could not say it. */
export interface PaneFacts {
  /** Name of the program in the foreground. */
  command: string | null;
  /** Its working directory. */
  dir: string | null;
}

/** Epoch milliseconds; null stays. */
export interface Expiries {
  status: number | null;
  progress: number | null;
}

export interface ReportedThread {
  thread: Thread;
  /** Epoch milliseconds; null stays as long as its process. */
  expires: number | null;
  /** The process whose end is its end. */
  owner: ProcessRef | null;
}

/** A process for good: an id comes again, but not with the same start. */
export interface ProcessRef {
  pid: number;
  /** When it started, in whatever way the system says so. */
  start: string;
}

/** Pane ids are unique within a tmux server only. */
export interface PanePort extends Port {
  server: string;
}

/** What we remember of a client beyond what tmux says. */
export interface ClientState {
  /** Session that its cursor stands on. */
  cursor: string;
  /** Ids of the sessions that it visited, the current one last, each once. */
  visited: readonly string[];
  /** Its way through what needs a person; null when it is on none. */
  walk: Walk | null;
}

export interface Walk {
  /** Where it began. */
  home: { session: string; pane: string | null };
  /** Keys of what was gone to, of what still waits. */
  visited: readonly string[];
  /** Session that it went to last: a client in another one has left the walk. */
  session: string;
}

/** The config file's part of the settings; null where it says nothing and tmux options or defaults decide. */
export interface Config {
  width: number | null;
  position: 'left' | 'right' | null;
  /** Notifications are shown as messages of tmux; missing counts as true. */
  notifications?: boolean;
  /** Globs of the names of sessions that are listed; missing means all. */
  sessions?: readonly string[];
}

export const initialState: State = {
  servers: new Map(),
  metadata: new Map(),
  expiries: new Map(),
  threads: new Map(),
  agents: initialAgents,
  asks: [],
  repositories: new Map(),
  ports: [],
  config: { width: null, position: null },
  settings: settingsDefault,
  list: { order: [], hidden: [], filter: 'all', showsHidden: false, folded: [] },
};

export const visitedSessionsMax = 32;

/** Session ids are unique within a tmux server only. */
export function sessionKey(server: string, session: string): string {
  return `${server}\n${session}`;
}

/** Width and side of the sidebar in a server: config beats tmux options, those beat defaults. */
export function placement(
  state: State,
  server: Pick<ServerState, 'topology'>,
): { width: number; position: 'left' | 'right' } {
  const option = /^\d+$/.test(server.topology.options.width) ? Number(server.topology.options.width) : widthDefault;
  const width = Math.min(widthMax, Math.max(widthMin, state.config.width ?? option));
  const position = state.config.position ?? (server.topology.options.position === 'right' ? 'right' : 'left');
  return { width, position };
}

/** What `sessionKey` was made of: a path may hold a line break, an id does not. */
export function splitSessionKey(key: string): { server: string; session: string } {
  const end = key.lastIndexOf('\n');
  return { server: key.slice(0, end), session: key.slice(end + 1) };
}
