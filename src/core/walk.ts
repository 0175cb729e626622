import type { ServerState, State, Walk } from './state.ts';
import { type TmuxClient, visibleWindow, windowOfPane, workPane } from './topology.ts';
import { sessions } from './view.ts';

/** Something that waits for a person. */
interface Waiting {
  /** Another wait of the same thread is another one. */
  key: string;
  since: number;
  session: string;
  /** null: it is known by its session only. */
  pane: string | null;
  /** A question of ours is answered in the sidebar. */
  focus: 'work' | 'sidebar';
}

/** Where a client goes next, and what is to be remembered of the walk; null when it is over. */
export interface WalkStep {
  to: { session: string; pane: string | null; focus: 'work' | 'sidebar' } | null;
  walk: Walk | null;
  /** Why it goes nowhere; null when it does. */
  why: string | null;
}

/**
 * The next that needs a person: what has waited longest first, each once, then back to the pane where the walk began.
 * Whoever left for another session on the way begins a new walk.
 */
export function nextStep(state: State, id: string, server: ServerState, client: TmuxClient): WalkStep {
  const here = placeOf(server, client);
  const known = server.clients.get(client.name)?.walk ?? null;
  const walk = known !== null && known.session === client.session ? known : null;
  const waiting = waitingOf(state, id, server);
  const next = waiting.find(({ key, pane }) => !walk?.visited.includes(key) && (pane === null || pane !== here.pane));
  if (next !== undefined) {
    const { key, session, pane, focus } = next;
    const still = (walk?.visited ?? []).filter((one) => waiting.some((other) => other.key === one));
    return {
      to: { session, pane, focus },
      walk: { home: walk?.home ?? here, visited: [...still, key], session },
      why: null,
    };
  }
  if (walk === null) return { to: null, walk: null, why: waiting.length > 0 ? 'only this one waits' : 'nobody waits' };
  return back(server, walk.home);
}

function back(server: ServerState, home: Walk['home']): WalkStep {
  const isPane = home.pane !== null && windowOfPane(server.topology, home.pane) !== undefined;
  const isSession = server.topology.sessions.some(({ id }) => id === home.session);
  if (!isPane && !isSession) return { to: null, walk: null, why: 'nobody else waits, and where you came from is gone' };
  return { to: { session: home.session, pane: isPane ? home.pane : null, focus: 'work' }, walk: null, why: null };
}

function placeOf({ topology }: ServerState, client: TmuxClient): Walk['home'] {
  const window = topology.windows.get(visibleWindow(topology, client) ?? '');
  return { session: client.session, pane: (window === undefined ? undefined : workPane(window))?.id ?? null };
}

/** Longest waiting first. What runs outside tmux is left out: there is no place to go to. */
function waitingOf(state: State, id: string, server: ServerState): Waiting[] {
  const threads = sessions(state, id, server).flatMap((session) =>
    session.threads
      .filter(({ state, outside }) => state === 'waiting' && !outside)
      .map(({ agent, thread, since, pane }) => ({
        key: JSON.stringify([agent, thread, since]),
        since,
        session: session.id,
        pane: pane !== null && windowOfPane(server.topology, pane) !== undefined ? pane : null,
        focus: 'work' as const,
      })),
  );
  const asks = state.asks
    .filter((ask) => ask.server === id)
    .map(({ id, since, session }) => ({ key: id, since, session, pane: null, focus: 'sidebar' as const }));
  return [...threads, ...asks].sort((a, b) => a.since - b.since);
}
