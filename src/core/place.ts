import { derived } from '../protocol/derived.ts';
import type { KnownProcess } from './agents.ts';
import { type ServerState, sessionKey } from './state.ts';
import { type Topology, windowOfPane } from './topology.ts';

/** Where a thread is listed: `session` is a `sessionKey`. */
export interface Place {
  session: string;
  at: { pane: string | null; outside: boolean };
}

/** Under the session of its pane; without a pane under the session in whose directory it works, the nearest one above it. */
export function place(
  runs: KnownProcess | undefined,
  cwd: string | undefined,
  servers: ReadonlyMap<string, ServerState>,
): Place | null {
  // A server is in the pane of whoever started it: that says nothing of its threads.
  const at = runs?.server === true ? null : (runs?.place ?? null);
  const server = at === null ? undefined : servers.get(at.server);
  if (at !== null && server !== undefined) {
    const { pane } = at;
    const window = windowOfPane(server.topology, pane);
    const session = window === undefined ? undefined : sessionsByWindow(server.topology.sessions).get(window.id);
    if (session !== undefined) return { session: sessionKey(at.server, session), at: { pane, outside: false } };
  }
  const session = sessionOf(cwd ?? runs?.cwd ?? null, servers);
  return session === null ? null : { session, at: { pane: null, outside: true } };
}

/** Of a linked window the first session has it. */
const sessionsByWindow = derived(
  (sessions: Topology['sessions']) =>
    new Map(sessions.flatMap(({ id, windows }) => windows.map(({ window }) => [window, id] as const)).reverse()),
);

function sessionOf(dir: string | null, servers: ReadonlyMap<string, ServerState>): string | null {
  if (dir === null) return null;
  const holding = [...servers]
    .flatMap(([server, { dirs }]) => [...dirs].map(([session, at]) => ({ key: sessionKey(server, session), at })))
    .filter(({ at }) => dir === at || dir.startsWith(at.endsWith('/') ? at : `${at}/`));
  return (
    holding.reduce<(typeof holding)[number] | null>(
      (best, one) => (best !== null && best.at.length >= one.at.length ? best : one),
      null,
    )?.key ?? null
  );
}
