import { type AgentsState, dismiss, fail, listProcesses, observe, withdraw } from './agents.ts';
import { arrange, type Place } from './arrangement.ts';
import { closedByPerson } from './closed.ts';
import type { Event } from './event.ts';
import { expire, withExpiry } from './expiry.ts';
import { reduceList } from './list.ts';
import { reduceMetadata } from './metadata.ts';
import { openedByKey } from './opened.ts';
import { renamed } from './order.ts';
import { shownFacts } from './pane-facts.ts';
import { dismissReport, seeReports } from './reported-news.ts';
import { sidebarsRevived } from './revived.ts';
import { same } from './same.ts';
import { settle } from './settle.ts';
import { sidebarsShown } from './sidebars.ts';
import { type ClientState, placement, type ServerState, type State, sessionKey, visitedSessionsMax } from './state.ts';
import { endProcesses, report, reportAsEvidence } from './threads.ts';
import { type TmuxClient, type Topology, visibleWindow } from './topology.ts';
import { recall } from './unseen.ts';
import { worked } from './worked.ts';

/** The only writer of state. Returns the same reference when nothing changed. */
export function reduce(state: State, event: Event): State {
  const after = withLooks(changed(state, event), state);
  if (after.agents === state.agents && after.servers === state.servers) return after;
  const agents = settle(after.agents, after.servers);
  return agents === after.agents ? after : { ...after, agents };
}

/** Who looks at what can change with tmux, what there is to look at with a report. */
function withLooks(after: State, before: State): State {
  return after.threads === before.threads && after.servers === before.servers ? after : seeReports(after);
}

function changed(state: State, event: Event): State {
  switch (event.type) {
    case 'tmux.listed':
      return listed(state, event);
    case 'tmux.gone':
      return gone(state, event.server);
    case 'directories.seen': {
      const after = changeServer(state, event.server, (server) => {
        const known = new Set(server.topology.sessions.map((session) => session.id));
        // A session that tmux could not answer for keeps what was known: unknown is not absent.
        const dirs = new Map([...server.dirs, ...event.dirs].filter(([session]) => known.has(session)));
        return same(dirs, server.dirs) ? server : { ...server, dirs };
      });
      return after === state ? state : pruned(after);
    }
    case 'panes.seen':
      return changeServer(state, event.server, (server) => {
        const panes = shownFacts(event.panes);
        return same(panes, server.panes) ? server : { ...server, panes };
      });
    case 'git.seen':
      if (same(state.repositories.get(event.dir), event.git) || !usedDirs(state).has(event.dir)) return state;
      return { ...state, repositories: new Map(state.repositories).set(event.dir, event.git) };
    case 'ports.listed': {
      const ports = event.ports.filter(({ server }) => state.servers.has(server));
      return same(ports, state.ports) ? state : { ...state, ports };
    }
    case 'sidebars.toggled':
      return changeServer(state, event.server, (server) =>
        server.shown === event.shown
          ? server
          : { ...server, shown: event.shown, focusWanted: event.shown ? server.focusWanted : null },
      );
    case 'focus.wanted':
      return changeServer(state, event.server, (server) => {
        const focusWanted = stillWanted(event.client, server.topology);
        return server.focusWanted === focusWanted ? server : { ...server, focusWanted };
      });
    case 'cursor.moved':
      return changeServer(state, event.server, (server) => {
        const client = server.clients.get(event.client);
        if (client === undefined || client.cursor === event.session) return server;
        if (!server.topology.sessions.some((session) => session.id === event.session)) return server;
        return { ...server, clients: new Map(server.clients).set(event.client, { ...client, cursor: event.session }) };
      });
    case 'walk.stepped':
      return changeServer(state, event.server, (server) => {
        const client = server.clients.get(event.client);
        if (client === undefined || same(client.walk, event.walk)) return server;
        return { ...server, clients: new Map(server.clients).set(event.client, { ...client, walk: event.walk }) };
      });
    case 'list.read':
    case 'session.moved':
    case 'session.hidden':
    case 'list.filtered':
    case 'list.revealed':
    case 'list.folded': {
      const list = reduceList(state, event);
      return list === state.list ? state : { ...state, list };
    }
    case 'config.read':
      return same(Object.entries(event.config), Object.entries(state.config))
        ? state
        : { ...state, config: event.config };
    case 'settings.read':
      return same(event.settings, state.settings) ? state : { ...state, settings: event.settings };
    case 'status.pushed':
    case 'progress.pushed':
    case 'log.pushed':
    case 'log.cleared': {
      const metadata = reduceMetadata(state.metadata, event);
      return withExpiry(metadata === state.metadata ? state : { ...state, metadata }, event);
    }
    case 'thread.reported': {
      const reported = report(state, event);
      return withAgents(reported, observe(reported.agents, [reportAsEvidence(event)]), event.at);
    }
    case 'agents.watched':
      return { ...state, agents: { ...state.agents, startedAt: event.now, now: event.now } };
    case 'unseen.recalled':
      return withAgents(state, recall(state.agents, event.threads), state.agents.now);
    case 'agents.listed':
      return withAgents(state, listProcesses(state.agents, event.processes, event.now), event.now);
    case 'evidence.observed':
      return withAgents(state, observe(state.agents, event.evidence), event.now);
    case 'evidence.withdrawn':
      return withAgents(state, withdraw(state.agents, event), event.now);
    case 'evidence.failed':
      return withAgents(state, fail(state.agents, event), event.now);
    case 'thread.dismissed':
      return withAgents(dismissReport(state, event), dismiss(state.agents, event), state.agents.now);
    case 'processes.ended':
      return endProcesses(state, event.processes);
    case 'ask.opened':
      if (state.asks.some(({ id }) => id === event.ask.id)) return state;
      return { ...state, asks: [...state.asks, event.ask] };
    case 'ask.ended': {
      const asks = state.asks.filter(({ id }) => id !== event.id);
      return asks.length === state.asks.length ? state : { ...state, asks };
    }
    case 'clock.ticked':
      return withAgents(expire(state, event.now), state.agents, event.now);
    default:
      return event satisfies never;
  }
}

/** Time alone changes a thread only when it is due. */
function withAgents(state: State, agents: AgentsState, now: number): State {
  const { due } = state.agents;
  if (agents === state.agents && (due === null || due > now)) return state;
  return { ...state, agents: { ...agents, now: Math.max(agents.now, now) } };
}

function listed(
  state: State,
  { server: id, topology, ended = [], resized = [] }: Extract<Event, { type: 'tmux.listed' }>,
): State {
  const before = state.servers.get(id);
  if (before !== undefined && same(before.topology, topology)) return state;
  const sessions = new Set(topology.sessions.map((session) => session.id));
  const shown =
    before === undefined
      ? sidebarsShown(topology)
      : (before.shown && !closedByPerson(before.topology, topology, new Set(ended))) ||
        sidebarsRevived(topology) ||
        openedByKey(before.topology, topology);
  const server: ServerState = {
    topology,
    arrangements: arrangedIn(topology, before?.arrangements, placement(state, { topology }), resized),
    shown,
    focusWanted: shown ? stillWanted(before?.focusWanted ?? null, topology) : null,
    worked: worked(before?.worked ?? new Map(), topology),
    dirs: new Map([...(before?.dirs ?? [])].filter(([session]) => sessions.has(session))),
    panes: before?.panes ?? new Map(),
    clients: new Map(
      topology.clients.map((client) => [client.name, visit(before?.clients.get(client.name), client, topology)]),
    ),
  };
  return pruned({
    ...state,
    servers: new Map(state.servers).set(id, server),
    list: renamed(state.list, before?.topology, topology),
  });
}

function arrangedIn(
  { windows, stash }: Topology,
  before: ServerState['arrangements'] | undefined,
  place: Place,
  resized: readonly string[],
): ServerState['arrangements'] {
  const known = [...windows.values()]
    .filter(({ id }) => !stash.includes(id))
    .flatMap((window) => {
      const arrangement = arrange(before?.get(window.id), window, place, resized.includes(window.id));
      return arrangement === undefined ? [] : [[window.id, arrangement] as const];
    });
  return new Map(known);
}

/** A wish for focus ends with its fulfilment or its client. */
function stillWanted(client: string | null, topology: Topology): string | null {
  const found = topology.clients.find((one) => one.name === client);
  if (found === undefined) return null;
  const window = topology.windows.get(visibleWindow(topology, found) ?? '');
  return window?.panes.some((pane) => pane.role === 'live' && pane.active) ? null : client;
}

function gone(state: State, id: string): State {
  if (!state.servers.has(id)) return state;
  const servers = new Map(state.servers);
  servers.delete(id);
  return pruned({ ...state, servers });
}

/** The cursor follows the client to the session that it switched to; else it stays, or goes to a neighbour when its session died. */
function visit(before: ClientState | undefined, client: TmuxClient, topology: Topology): ClientState {
  const alive = topology.sessions.map((session) => session.id);
  // It is passing through the stash, which is no place that anybody visits.
  if (!alive.includes(client.session)) return before ?? { cursor: client.session, visited: [], walk: null };
  const lastVisited = topology.sessions.find((session) => session.name === client.lastSessionName)?.id;
  const switched = before?.visited.at(-1) !== client.session;
  // Of several switches between two looks tmux knows where the last one began.
  const passed = switched && lastVisited !== undefined ? [lastVisited] : [];
  const history = [...(before?.visited ?? []).filter((id) => !passed.includes(id)), ...passed];
  const visited = [...history.filter((id) => id !== client.session && alive.includes(id)), client.session].slice(
    -visitedSessionsMax,
  );
  const cursor = before === undefined || switched || !alive.includes(before.cursor) ? client.session : before.cursor;
  return { cursor, visited, walk: before?.walk ?? null };
}

/** What was pushed for a session dies with it; so does what is known of a directory that nobody is in. */
function pruned(state: State): State {
  const servers = [...state.servers];
  const keys = new Set(
    servers.flatMap(([id, { topology }]) => topology.sessions.map((session) => sessionKey(id, session.id))),
  );
  const asks = state.asks.filter((ask) => keys.has(sessionKey(ask.server, ask.session)));
  const ports = state.ports.filter(({ server }) => state.servers.has(server));
  return {
    ...state,
    metadata: only(state.metadata, keys),
    expiries: only(state.expiries, keys),
    threads: only(state.threads, keys),
    asks: asks.length === state.asks.length ? state.asks : asks,
    repositories: only(state.repositories, usedDirs(state)),
    ports: ports.length === state.ports.length ? state.ports : ports,
  };
}

function usedDirs({ servers }: State): Set<string> {
  return new Set([...servers.values()].flatMap((server) => [...server.dirs.values()]));
}

function only<V>(map: ReadonlyMap<string, V>, keys: ReadonlySet<string>): ReadonlyMap<string, V> {
  const kept = [...map].filter(([key]) => keys.has(key));
  return kept.length === map.size ? map : new Map(kept);
}

function changeServer(state: State, id: string, change: (server: ServerState) => ServerState): State {
  const before = state.servers.get(id);
  if (before === undefined) return state;
  const server = change(before);
  return server === before ? state : { ...state, servers: new Map(state.servers).set(id, server) };
}
