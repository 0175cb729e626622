import type { TmuxAction } from './action.ts';
import { type TmuxWindow, type Topology, windowsOfUser } from './topology.ts';

/** A window whose work ended ends too, as it would without us; its live pane is saved first. Run again until nothing is left. */
export function closeEmptied(topology: Topology): TmuxAction[] {
  const actions: TmuxAction[] = [];
  const windows = windowsOfUser(topology);
  const emptied = windows.filter((window) => window.panes.every((pane) => pane.role !== 'work'));
  const refuges = windows
    .filter((window) => !emptied.includes(window))
    .flatMap((window) => window.panes.filter((pane) => pane.role === 'slot'));
  for (const window of inOneTurn(topology, emptied)) {
    const live = window.panes.find((pane) => pane.role === 'live');
    const refuge = refuges.pop();
    const left = new Set(window.panes.map(({ id }) => id));
    if (live !== undefined && refuge !== undefined) {
      actions.push({ type: 'pane.swap', live: live.id, slot: refuge.id });
      left.delete(live.id);
      left.add(refuge.id);
    }
    // Not the window: a pane that somebody moves into it meanwhile shall live.
    actions.push(...[...left].map((pane): TmuxAction => ({ type: 'pane.kill', pane })));
  }
  return actions;
}

/**
 * tmux crashes when a session changes its current window and ends in the same turn while a control client, like ours, is
 * attached (control_notify_session_window_changed; seen in 3.3a, reported as issue 5243 for 3.7). So current windows end last; of those that a
 * session shares with another whose current window they are, one at a time.
 */
function inOneTurn({ sessions }: Topology, emptied: readonly TmuxWindow[]): readonly TmuxWindow[] {
  const current = new Set(
    sessions.flatMap(({ windows }) => windows.flatMap((link) => (link.active ? [link.window] : []))),
  );
  const last = emptied.filter(({ id }) => current.has(id));
  const ids = new Set(last.map(({ id }) => id));
  const isShared = sessions.some(({ windows }) => windows.filter((link) => ids.has(link.window)).length > 1);
  const others = emptied.filter(({ id }) => !current.has(id));
  return [...others, ...(isShared ? last.slice(0, 1) : last)];
}
