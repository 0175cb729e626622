import type { Row } from './agents.ts';
import { type ServerState, sessionKey } from './state.ts';
import { visibleWindow } from './topology.ts';

/** Somebody has its window before them; of one that is in no pane, its session. */
export function isLookedAt({ session, thread }: Row, servers: ReadonlyMap<string, ServerState>): boolean {
  return [...servers].some(([server, { topology }]) =>
    topology.clients.some((client) => {
      if (thread.pane === null) return sessionKey(server, client.session) === session;
      const window = topology.windows.get(visibleWindow(topology, client) ?? '');
      return session.startsWith(`${server}\n`) && window?.panes.some(({ id }) => id === thread.pane) === true;
    }),
  );
}
