import type { Origin } from '../protocol/command.ts';
import { derived } from '../protocol/derived.ts';
import { passesGlobs } from '../protocol/glob.ts';
import type { ListPrefs } from '../protocol/listed.ts';
import { logEntriesShown } from '../protocol/metadata.ts';
import type { Port, Session, Snapshot, Thread, Window, You } from '../protocol/state.ts';
import { type AgentsState, threadKey } from './agents.ts';
import { emptyMetadata } from './metadata.ts';
import { ordered } from './order.ts';
import { areSame, same } from './same.ts';
import { type ServerState, type State, sessionKey } from './state.ts';
import { currentWindow, type TmuxLink, type Topology, visibleWindow, windowOfPane } from './topology.ts';

/** All that is known, as others read it. */
export function snapshot(state: State): Snapshot {
  return {
    sessions: [...state.servers].flatMap(([id, server]) => sessions(state, id, server)),
    clients: [...state.servers].flatMap(([id, { topology, clients }]) =>
      topology.clients.map((client) => ({
        name: client.name,
        server: id,
        session: client.session,
        window: visibleWindow(topology, client) ?? '',
        cursor: clients.get(client.name)?.cursor ?? null,
      })),
    ),
    asks: [...state.asks],
    list: listPrefs(state),
  };
}

export function listPrefs(state: State): ListPrefs {
  const { filter, hidden, showsHidden, folded } = state.list;
  return { filter, hidden: [...hidden], showsHidden, excluded: excluded(state), folded: [...folded] };
}

/** Names, each once: sessions of several servers may share one. */
function excluded({ servers, config }: State): string[] {
  const patterns = config.sessions ?? [];
  if (patterns.length === 0) return [];
  const names = [...servers.values()].flatMap(({ topology }) => topology.sessions.map(({ name }) => name));
  return [...new Set(names)].filter((name) => !passesGlobs(patterns, name));
}

/** The same with the newest log entries only: what a sidebar shows. */
export function shortened(full: Snapshot): Snapshot {
  return {
    ...full,
    sessions: full.sessions.map(shortenedSession),
  };
}

const shortenedSession = derived((session: Session): Session => {
  const { logs } = session.metadata;
  return logs.length <= logEntriesShown
    ? session
    : { ...session, metadata: { ...session.metadata, logs: logs.slice(-logEntriesShown) } };
});

/** What the snapshot means for a sidebar that identified itself. */
export function you(state: State, origin: Origin): You {
  const nobody: You = {
    server: origin.server ?? null,
    client: null,
    session: null,
    cursor: null,
    visible: origin.pane === undefined,
    mouse: false,
  };
  const server = origin.server === undefined ? undefined : state.servers.get(origin.server);
  if (server === undefined || (origin.pane === undefined && origin.client === undefined)) return nobody;
  const { mouse, clients, prefix } = server.topology;
  const around = origin.pane === undefined ? undefined : windowOfPane(server.topology, origin.pane);
  const window = around?.id;
  const keys = prefix === undefined ? {} : { prefix };
  const client = clients.find((one) =>
    // A popup stands in no pane, but before a client.
    origin.pane === undefined ? one.name === origin.client : visibleWindow(server.topology, one) === window,
  );
  if (client === undefined) return { ...nobody, mouse, ...keys };
  const cursor = server.clients.get(client.name)?.cursor ?? null;
  const isAway = around?.panes.some(({ id, active }) => id === origin.pane && !active) === true;
  const away = isAway ? { away: true } : {};
  return { ...nobody, client: client.name, session: client.session, cursor, visible: true, mouse, ...away, ...keys };
}

/** The sessions of one tmux server, in the order that a person gave them. */
export function sessions(state: State, id: string, server: ServerState): Session[] {
  const windows = windowsOf(server.topology)(server.panes);
  return ordered(server.topology.sessions, state.list).map((session) => {
    const key = sessionKey(id, session.id);
    const dir = server.dirs.get(session.id) ?? null;
    const git = dir === null ? null : (state.repositories.get(dir) ?? null);
    const about = state.metadata.get(key) ?? emptyMetadata;
    const open = windows.get(session.id) ?? noWindows;
    const running = threads(state, key);
    return asBefore(server.topology, session.id, [dir, git, about, open, state.ports, ...running], () => ({
      id: session.id,
      server: id,
      name: session.name,
      dir,
      branch: git?.branch ?? null,
      git,
      ports: ports(state, id, open),
      windows: open,
      metadata: about,
      threads: running,
    }));
  });
}

const noWindows: Window[] = [];

interface Made {
  from: readonly unknown[];
  session: Session;
}

const lastOf = derived((_: Topology) => new Map<string, Made>());

/**
 * The same object for as long as tmux was not looked at again and nothing of it differs: what follows of it is not worked out
 * again. Of the very same parts it is not even made.
 */
function asBefore(topology: Topology, id: string, from: readonly unknown[], make: () => Session): Session {
  const last = lastOf(topology);
  const before = last.get(id);
  if (before !== undefined && areSame(before.from, from)) return before.session;
  const made = make();
  const session = before !== undefined && same(before.session, made) ? before.session : made;
  last.set(id, { from, session });
  return session;
}

/** Each once, the lowest first: two panes may share a listening socket. */
function ports(state: State, server: string, windows: readonly Window[]): Port[] {
  const panes = new Set(windows.flatMap((one) => one.panes.map(({ id }) => id)));
  const byPort = new Map<number, Port>();
  for (const { server: of, ...port } of state.ports)
    if (of === server && panes.has(port.pane) && !byPort.has(port.port)) byPort.set(port.port, port);
  return [...byPort.values()].sort((a, b) => a.port - b.port);
}

/** What is watched, then what is only reported. */
export function threads({ agents, threads: reported }: Pick<State, 'agents' | 'threads'>, key: string): Thread[] {
  const { bySession, keys } = watched(agents.rows);
  const here = reported.get(key) ?? [];
  return [
    ...(bySession.get(key) ?? []),
    ...here.flatMap(({ thread }) => (keys.size > 0 && keys.has(threadKey(thread)) ? [] : [thread])),
  ];
}

const watched = derived((rows: AgentsState['rows']) => {
  const bySession = new Map<string, Thread[]>();
  for (const { session, thread } of rows) bySession.set(session, [...(bySession.get(session) ?? []), thread]);
  return { bySession, keys: new Set(rows.map(({ thread }) => threadKey(thread))) };
});

/** By session id. What is pushed or said by agents changes nothing of them. */
const windowsOf = derived((topology: Topology) =>
  derived(
    (panes: ServerState['panes']): ReadonlyMap<string, Window[]> =>
      new Map(
        topology.sessions.map(({ id, windows }) => [
          id,
          windows.flatMap((link) => window(topology, panes, id, link) ?? []),
        ]),
      ),
  ),
);

function window(topology: Topology, panes: ServerState['panes'], session: string, link: TmuxLink): Window | undefined {
  const found = topology.windows.get(link.window);
  if (found === undefined) return undefined;
  return {
    id: found.id,
    index: link.index,
    name: found.name,
    active: currentWindow(topology, session) === found.id,
    panes: found.panes
      .filter((pane) => pane.role === 'work')
      .map(({ id, active }) => ({ id, active, ...(panes.get(id) ?? { command: null, dir: null }) })),
  };
}
