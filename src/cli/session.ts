import type { Session } from '../protocol/state.ts';
import type { Target } from './target.ts';

/**
 * The session that a target means, in a snapshot: by pane, by id, by name, by `socket:name`. Of several servers' the one
 * is meant that we are in.
 *
 * @throws Error when there is none, or more than one
 */
export function pick(sessions: readonly Session[], target: Target, server: string | undefined): Session {
  const said = 'pane' in target ? target.pane : target.session;
  const all = sessions.filter((one) => matches(one, target));
  const [only, second] = all.length > 1 ? all.filter((one) => one.server === server) : all;
  if (only !== undefined && second === undefined) return only;
  if (all.length > 1)
    throw new Error(`"${said}" stands in several tmux servers: say ${all.map(qualified).slice(0, 4).join(' or ')}`);
  const names = sessions.slice(0, 20).map(({ name }) => name);
  throw new Error(`no session "${said}"; there is ${names.length === 0 ? 'none' : names.join(', ')}`);
}

function matches(session: Session, target: Target): boolean {
  const ref = 'pane' in target ? target.pane : target.session;
  if (ref.startsWith('%')) return session.windows.some(({ panes }) => panes.some(({ id }) => id === ref));
  if (/^\$\d+$/.test(ref)) return session.id === ref;
  return session.name === ref || qualified(session) === ref || `${session.server}:${session.name}` === ref;
}

function qualified({ server, name }: Session): string {
  return `${server.slice(server.lastIndexOf('/') + 1)}:${name}`;
}
