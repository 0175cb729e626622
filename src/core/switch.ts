import type { TmuxAction } from './action.ts';
import type { ServerState } from './state.ts';
import { currentWindow, type TmuxClient, type TmuxWindow, visibleWindow } from './topology.ts';
import { placeOfWork } from './worked.ts';

export function windowOf({ topology }: ServerState, id: string | undefined): TmuxWindow | undefined {
  return id === undefined ? undefined : topology.windows.get(id);
}

/**
 * The live pane goes ahead to the target window, then the client follows: one step, one draw, with the sidebar in it. The
 * work pane left behind gets its focus back first, since a swap would leave it on the slot.
 */
export function switchTo(
  server: ServerState,
  client: TmuxClient,
  session: string,
  focus: 'work' | 'sidebar',
  exactly?: { window: TmuxWindow; pane: string },
): TmuxAction[] {
  const from = windowOf(server, visibleWindow(server.topology, client));
  const current = windowOf(server, currentWindow(server.topology, session));
  const to = exactly?.window ?? current;
  const actions: TmuxAction[] = [];
  const live = from?.panes.find((pane) => pane.role === 'live');
  const slot = to?.panes.find((pane) => pane.role === 'slot');
  const present = to?.panes.find((pane) => pane.role === 'live');
  const others = server.topology.clients.filter(
    (other) => other.name !== client.name && visibleWindow(server.topology, other) === from?.id,
  );

  if (from !== undefined && live?.active === true && from.id !== to?.id) {
    const left = placeOfWork(from, server.worked.get(from.id));
    if (left !== undefined) actions.push({ type: 'pane.select', pane: left.id });
  }
  const travels = live !== undefined && slot !== undefined && present === undefined && others.length === 0;
  if (travels) actions.push({ type: 'pane.swap', live: live.id, slot: slot.id });
  const arrived = present?.id ?? (travels ? live.id : undefined);
  if (focus === 'sidebar' && arrived !== undefined) actions.push({ type: 'pane.select', pane: arrived });
  if (focus === 'work' && to !== undefined) {
    const work =
      exactly === undefined
        ? placeOfWork(to, server.worked.get(to.id))
        : to.panes.find(({ id }) => id === exactly.pane);
    if (work !== undefined && !work.active) actions.push({ type: 'pane.select', pane: work.id });
  }
  if (to !== undefined && to.id !== current?.id) actions.push({ type: 'window.select', session, window: to.id });
  if (client.session !== session) actions.push({ type: 'client.switch', client: client.name, session });
  return actions;
}

/**
 * Its clients go to the session that they visited before, else to its neighbour, then it dies.
 *
 * @param neighbour id of the session beside it; undefined when there is no other
 */
export function kill(server: ServerState, session: string, neighbour: string | undefined): TmuxAction[] {
  const { clients } = server.topology;
  const moves = clients
    .filter((client) => client.session === session)
    .flatMap((client) => {
      const before = server.clients
        .get(client.name)
        ?.visited.filter((id) => id !== session)
        .at(-1);
      const refuge = before ?? neighbour;
      return refuge === undefined ? [] : switchTo(server, client, refuge, 'work');
    });
  return [...moves, { type: 'session.kill', session }];
}
