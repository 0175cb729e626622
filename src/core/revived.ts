import type { TmuxAction } from './action.ts';
import type { TmuxPane, TmuxWindow, Topology } from './topology.ts';

/** Places of ours in which something runs that is no sidebar: shells that a plugin put there when it restored a window. */
export function emptyRevived(topology: Topology): TmuxAction[] {
  return [...topology.windows.values()]
    .filter(({ zoomed }) => !zoomed)
    .flatMap((window) => revivedIn(window).map(({ id }) => ({ type: 'slot.replace', pane: id })));
}

/** A restored window had a sidebar when it was saved: whoever restores it wants it back. */
export function sidebarsRevived(topology: Topology): boolean {
  return [...topology.windows.values()].some(
    (window) => !topology.stash.includes(window.id) && revivedIn(window).length > 0,
  );
}

function revivedIn({ panes }: TmuxWindow): TmuxPane[] {
  return panes.filter(({ role, pid }) => role === 'slot' && pid !== 0);
}
