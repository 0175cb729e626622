import type { TmuxAction } from './action.ts';
import type { ClientState } from './state.ts';
import type { TmuxClient, Topology } from './topology.ts';

/**
 * Nobody comes to rest on the stash: a client that walked onto it (`(` and `)`, sessions in the order of their names) goes
 * on in its direction, one that tmux put there because its session died goes to where it was before.
 */
export function leaveStash(
  topology: Topology,
  clients: ReadonlyMap<string, ClientState>,
  stashName: string,
): TmuxAction[] {
  const lost = topology.clients.filter(({ session }) => !topology.sessions.some(({ id }) => id === session));
  return lost.flatMap((client) => {
    const session = wayOn(topology, client, clients.get(client.name)?.visited ?? [], stashName);
    return session === undefined ? [] : [{ type: 'client.switch', client: client.name, session }];
  });
}

/**
 * No work lies in the stash: commands without a target that come from outside of tmux (`tmux new-window`, `break-pane`) may
 * end there, because the stash is a session that somebody is attached to. It goes to where somebody worked last.
 */
export function freeWork({ windows, stash, sessions, clients }: Topology): TmuxAction[] {
  const isThere = (id: string) => sessions.some((session) => session.id === id);
  const session = clients.find((client) => isThere(client.session))?.session ?? sessions[0]?.id;
  if (session === undefined) return [];
  return stash
    .flatMap((id) => windows.get(id)?.panes ?? [])
    .flatMap(({ id, role, pid }) => (role === 'work' && pid !== 0 ? [{ type: 'pane.free', pane: id, session }] : []));
}

function wayOn(
  topology: Topology,
  client: TmuxClient,
  visited: readonly string[],
  stashName: string,
): string | undefined {
  const byName = [...topology.sessions].sort((a, b) => (a.name < b.name ? -1 : 1));
  const behind = byName.filter(({ name }) => name > stashName);
  // The stash stands at the start of this round, so its end is what comes before it.
  const round = [...behind, ...byName.filter(({ name }) => name < stashName)];
  const [next, previous] = [round[0], round.at(-1)];
  if (client.lastSessionName === previous?.name) return next?.id;
  if (client.lastSessionName === next?.name) return previous?.id;
  return visited.findLast((id) => topology.sessions.some((session) => session.id === id)) ?? next?.id;
}
