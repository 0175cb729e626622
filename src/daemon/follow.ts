import type { State } from '../core/state.ts';
import { type BranchWatch, watchBranch } from '../host/git.ts';
import { coalesced } from './coalesced.ts';
import { type Log, reason } from './log.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';
import { lookMillisMax, within } from './within.ts';

const tickMillis = 3000;
const watchesMax = 512;

/** What tmux does not ring for: directories that panes change to, and branches that are checked out there. */
export interface Follow {
  /** Asks tmux for the directories now; resolves after `lookMillisMax` at the latest. */
  directories(): Promise<void>;
  /** Reads directories and branches again. */
  refresh(): Promise<void>;
}

/** `watched` says whether anybody looks: only then are directories asked for on a tick. */
export function follow(store: Store, servers: Servers, log: Log, watched: () => boolean): Follow {
  const watches = new Map<string, BranchWatch>();
  // A tmux that is stopped answers none, and they would pile up.
  const directoriesOf = coalesced(
    async (server) => {
      const dirs = await servers.get(server)?.directories();
      if (dirs !== undefined) store.dispatch({ type: 'directories.seen', server, dirs });
    },
    // What was known stays known.
    (server, error) => log(`directories of ${server}: ${reason(error)}`),
  );
  let sessions = '';

  async function directories(): Promise<void> {
    await within(lookMillisMax, Promise.all(servers.attached().map(directoriesOf)));
  }

  function branches(state: State): void {
    const wanted = new Set(
      [...state.servers.values()].flatMap((server) => [...server.dirs.values()]).slice(0, watchesMax),
    );
    for (const [dir, watch] of watches) {
      if (wanted.has(dir)) continue;
      watches.delete(dir);
      void watch.close();
    }
    for (const dir of wanted) {
      if (watches.has(dir)) continue;
      watches.set(
        dir,
        watchBranch(
          dir,
          (branch) => store.dispatch({ type: 'branch.seen', dir, branch }),
          (error) => log(`cannot watch the branch of ${dir}, \`r\` reads it again: ${reason(error)}`),
        ),
      );
    }
  }

  store.onChange((state, before) => {
    if (state.servers === before.servers) return;
    branches(state);
    const now = [...state.servers]
      .map(([id, { topology }]) => topology.sessions.map((session) => `${id}${session.id}`))
      .join();
    if (now === sessions) return;
    sessions = now;
    void directories();
  });
  // It keeps no process alive: a starter that finds another daemon has to end.
  setInterval(() => {
    if (watched()) void directories();
  }, tickMillis).unref();

  return {
    directories,
    async refresh() {
      const old = [...watches.values()];
      watches.clear();
      await Promise.all(old.map((watch) => watch.close()));
      branches(store.state());
      await directories();
    },
  };
}
