import { listed } from '../protocol/listed.ts';
import { isOneEnough } from './sidebars.ts';
import type { State } from './state.ts';
import { listPrefs, sessions } from './view.ts';

/** Sessions that tmux itself finds by their number; the daemon finds the others. */
export const numberedMax = 20;

/**
 * Ids of the first sessions of a tmux server as they are listed, null behind the last: where a number key goes without us.
 * All null where no hook could take the sidebar along.
 */
export function numbered(state: State, id: string): (string | null)[] {
  const server = state.servers.get(id);
  const isAlone = server !== undefined && (!server.shown || isOneEnough(server.topology));
  const shown = isAlone ? listed(sessions(state, id, server), state.asks, listPrefs(state)) : [];
  return Array.from({ length: numberedMax }, (_, index) => shown[index]?.id ?? null);
}

const decisive = ['servers', 'list', 'asks', 'config', 'repositories', 'agents', 'threads'] as const;

/** Whether a change may have given sessions other numbers. */
export function mayRenumber(before: State, after: State): boolean {
  return decisive.some((part) => before[part] !== after[part]);
}
