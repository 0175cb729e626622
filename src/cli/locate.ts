import { ask, askStarting, detail } from '../client/request.ts';
import type { Session } from '../protocol/state.ts';
import type { Call } from './call.ts';
import { readState } from './read-state.ts';
import type { Target } from './target.ts';

/**
 * Makes sure that a daemon runs and knows this tmux server. A pane's id may stand in several tmux servers: with `$TMUX` we
 * know which one is meant, and name its session instead.
 */
export async function locate({ paths, origin }: Call, server: string, target: Target): Promise<Target> {
  const told = await askStarting(paths.socket, 'POST', '/command', { origin, command: { name: 'server.announce' } });
  if (told.status >= 300) throw new Error(detail(told.body));
  if ('session' in target) return target;
  const { sessions } = await readState(() => ask(paths.socket, 'GET', '/state'));
  const session = sessions.find((one) => one.server === server && holds(one, target.pane));
  return session === undefined ? target : { session: qualified(session, sessions) };
}

function holds({ windows }: Session, pane: string): boolean {
  return windows.some(({ panes }) => panes.some(({ id }) => id === pane));
}

/** The shortest that names this session and no other: its name, the socket's base name before it, or the whole path. */
function qualified({ server, name }: Session, sessions: readonly Session[]): string {
  if (sessions.filter((one) => one.name === name).length === 1) return name;
  const base = baseName(server);
  const twins = sessions.filter((one) => one.name === name && baseName(one.server) === base);
  return `${twins.length === 1 ? base : server}:${name}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
