import { spellings } from '../protocol/spellings.ts';
import type { Session } from '../protocol/state.ts';
import type { Target } from './target.ts';

const namesShownMax = 20;

/**
 * The session that a target means, in a snapshot: by pane, by id, by name, each also behind `socket:`. Of several servers'
 * the one is meant that we are in.
 *
 * @throws Error when there is none, or more than one
 */
export function pick(sessions: readonly Session[], target: Target, server: string | undefined): Session {
  const said = 'pane' in target ? target.pane : target.session;
  const exact = sessions.filter((one) => matches(one, said, (name, ref) => name === ref));
  const all = exact.length > 0 ? exact : sessions.filter((one) => matches(one, said, isSpelling));
  const [only, second] = all.length > 1 ? all.filter((one) => one.server === server) : all;
  if (only !== undefined && second === undefined) return only;
  if (all.length > 1) {
    const names = all.slice(0, namesShownMax).map((one) => `${one.server}:${one.name}`);
    throw new Error(`"${said}" stands in several tmux servers: say ${names.join(' or ')}`);
  }
  const names = sessions.slice(0, namesShownMax).map(({ name }) => name);
  throw new Error(
    `no session "${said}"; ${names.length === 0 ? 'there is none' : `known sessions: ${names.join(', ')}`}`,
  );
}

/** As tmux writes it, too. */
function isSpelling(name: string, ref: string): boolean {
  return spellings(ref).includes(name);
}

function matches(session: Session, said: string, isNamed: (name: string, ref: string) => boolean): boolean {
  const { server, name, id, windows } = session;
  const refs = [server, server.slice(server.lastIndexOf('/') + 1)]
    .filter((prefix) => said.startsWith(`${prefix}:`))
    .map((prefix) => said.slice(prefix.length + 1));
  return [said, ...refs].some((ref) => {
    if (/^%\d+$/.test(ref)) return windows.some(({ panes }) => panes.some((pane) => pane.id === ref));
    return /^\$\d+$/.test(ref) ? id === ref : isNamed(name, ref);
  });
}
