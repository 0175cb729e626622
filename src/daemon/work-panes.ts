import type { PanePlace } from '../core/pane-of-process.ts';
import type { State } from '../core/state.ts';

/** The panes of all tmux servers in which something of the user runs. */
export function workPanes(state: State): PanePlace[] {
  return [...state.servers].flatMap(([server, { topology }]) =>
    [...topology.windows.values()].flatMap(({ panes }) =>
      panes.filter(({ role, pid }) => role === 'work' && pid > 0).map(({ id, pid }) => ({ server, pane: id, pid })),
    ),
  );
}
