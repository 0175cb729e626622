import type { TmuxAction } from './action.ts';
import type { Topology } from './topology.ts';

/**
 * Whether a person closed the sidebar: a live pane is gone from a window whose work goes on, and it was not us who took it
 * away (`ours`). A sidebar that crashed leaves its pane behind, because live panes have `remain-on-exit`.
 */
export function closedByPerson(before: Topology, after: Topology, ours: ReadonlySet<string>): boolean {
  const left = new Set([...after.windows.values()].flatMap((window) => window.panes.map(({ id }) => id)));
  return [...before.windows.values()].some(({ id, panes }) => {
    if (before.stash.includes(id)) return false;
    const worksOn = after.windows.get(id)?.panes.some(({ role }) => role === 'work') === true;
    return worksOn && panes.some((pane) => pane.role === 'live' && !left.has(pane.id) && !ours.has(pane.id));
  });
}

/** The panes that these actions end. */
export function panesEndedBy(actions: readonly TmuxAction[]): string[] {
  return actions.flatMap((action) =>
    action.type === 'pane.kill' || action.type === 'live.retire' ? [action.pane] : [],
  );
}

/** Whether these actions start a sidebar anew that has ended by itself. One that starts where somebody looks now is none. */
export function restarts(actions: readonly TmuxAction[], { windows }: Topology): boolean {
  const ended = [...windows.values()].flatMap(({ panes }) => panes.filter((pane) => pane.ended).map(({ id }) => id));
  return actions.some((action) => action.type === 'slot.replace' && ended.includes(action.pane));
}
