import type { Topology } from './topology.ts';

/**
 * Whether a key opened the sidebar without us: it found no daemon, and we looked before its pane was there. What we make
 * live was a slot of ours at the look before.
 */
export function openedByKey(before: Topology, after: Topology): boolean {
  const ours = new Set(panesOf(before).flatMap(({ id, role }) => (role === 'work' ? [] : [id])));
  return panesOf(after).some(({ id, role }) => role === 'live' && !ours.has(id));
}

/** Of the users' windows and the stash. */
function panesOf({ windows }: Topology) {
  return [...windows.values()].flatMap(({ panes }) => panes);
}
