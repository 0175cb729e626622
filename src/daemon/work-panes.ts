import type { PanePlace } from '../core/pane-of-process.ts';
import type { State } from '../core/state.ts';
import { derived } from '../protocol/derived.ts';

/** The panes of all tmux servers in which something of the user runs, in an order of their own: tmux lists by names of sessions. */
export function workPanes({ servers }: State): readonly PanePlace[] {
  return ofServers(servers);
}

/** Whoever looks at processes asks at each change of a server: worked out once for all. */
const ofServers = derived((servers: State['servers']): readonly PanePlace[] =>
  [...servers]
    .flatMap(([server, { topology }]) =>
      [...topology.windows.values()].flatMap(({ panes }) =>
        panes.filter(({ role, pid }) => role === 'work' && pid > 0).map(({ id, pid }) => ({ server, pane: id, pid })),
      ),
    )
    .sort((one, other) => one.pid - other.pid || (one.pane < other.pane ? -1 : 1)),
);
