import { windowsOfPanes } from '../core/pane-facts.ts';
import { same } from '../core/same.ts';
import type { State } from '../core/state.ts';
import { type Topology, visibleWindow, workPane } from '../core/topology.ts';
import { type GitWatch, watchGit } from '../host/git.ts';
import { gitStatuses } from '../host/git-statuses.ts';
import { coalesced } from './coalesced.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type Log, reason } from './log.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';
import { lookMillisMax, within } from './within.ts';

const tickMillis = 3000;
/** While tmux rests; what goes to other directories in silence, or makes a repository, is seen then. */
const restMillis = 30_000;
const watchesMax = 512;

/** What tmux does not ring for: directories and programs of panes, and the repositories around them. */
export interface Follow {
  /** Asks tmux for both now; resolves after `lookMillisMax` at the latest. */
  directories(): Promise<void>;
  /** Reads directories and repositories again. */
  refresh(): Promise<void>;
}

/** `watched` says whether anybody looks: only then are directories asked for when tmux stirs. */
export function follow(store: Store, servers: Servers, heartbeat: Heartbeat, log: Log, watched: () => boolean): Follow {
  const watches = new Map<string, GitWatch>();
  const statuses = gitStatuses();
  // A tmux that is stopped answers none, and they would pile up.
  const directoriesOf = coalesced(
    async (server) => {
      const topology = store.state().servers.get(server)?.topology;
      const seen = await servers.get(server)?.places(topology === undefined ? [] : windowsOfPanes(topology));
      if (seen === undefined) return;
      store.dispatch({ type: 'directories.seen', server, dirs: seen.dirs });
      store.dispatch({ type: 'panes.seen', server, panes: seen.panes });
    },
    // What was known stays known.
    (server, error) => log(`directories of ${server}: ${reason(error)}`),
  );
  let askedAt = Number.NEGATIVE_INFINITY;
  let asked = '';
  let places: ReadonlyMap<string, Place> = new Map();

  async function directories(): Promise<void> {
    await within(lookMillisMax, Promise.all(servers.attached().map(directoriesOf)));
  }

  async function lookAgain(): Promise<void> {
    askedAt = performance.now();
    for (const watch of watches.values()) watch.seek();
    await directories();
    heartbeat.excuse();
  }

  function repositories(state: State): void {
    const wanted = new Set(
      [...state.servers.values()].flatMap((server) => [...server.dirs.values()]).slice(0, watchesMax),
    );
    for (const [dir, watch] of watches) {
      if (wanted.has(dir)) continue;
      watches.delete(dir);
      watch.close();
    }
    for (const dir of wanted) {
      if (watches.has(dir)) continue;
      const watch = watchGit(dir, {
        statuses,
        onGit: (git) => store.dispatch({ type: 'git.seen', dir, git }),
        onProblem: (error) => log(`cannot watch the repository of ${dir}, \`r\` reads it again: ${reason(error)}`),
      });
      watches.set(dir, watch);
    }
  }

  /** Files change without git: whoever comes to a session finds it as it is. */
  function lookWhereSomebodyCame(state: State): void {
    const before = places;
    places = placesOf(state);
    if (same(before, places)) return;
    for (const [client, place] of places) {
      if (same(before.get(client), place)) continue;
      watches.get(state.servers.get(place.server)?.dirs.get(place.session) ?? '')?.look();
    }
  }

  store.onChange((state, before) => {
    if (state.servers === before.servers) return;
    repositories(state);
    lookWhereSomebodyCame(state);
    const now = [...state.servers].map(([id, { topology }]) => `${id}${whatIsAsked(topology)}`).join();
    if (now === asked) return;
    asked = now;
    void directories();
  });
  heartbeat.join(tickMillis, (stirred) => {
    if (watched() && (stirred || performance.now() - askedAt >= restMillis)) void lookAgain();
    return false;
  });

  return {
    directories,
    async refresh() {
      statuses.forget();
      for (const watch of watches.values()) watch.look();
      await directories();
    },
  };
}

/** Sessions, and panes that stand with others in their window. */
function whatIsAsked(topology: Topology): string {
  const panes = windowsOfPanes(topology).flatMap((id) => topology.windows.get(id)?.panes ?? []);
  return [...topology.sessions, ...panes].map(({ id }) => id).join();
}

interface Place {
  server: string;
  session: string;
  pane: string | undefined;
}

/** Client to where it works. The sidebar beside it is no other place. */
function placesOf(state: State): Map<string, Place> {
  return new Map(
    [...state.servers].flatMap(([id, { topology }]) =>
      topology.clients.map((client) => {
        const window = topology.windows.get(visibleWindow(topology, client) ?? '');
        const pane = window === undefined ? undefined : workPane(window);
        return [`${id}\n${client.name}`, { server: id, session: client.session, pane: pane?.id }] as const;
      }),
    ),
  );
}
