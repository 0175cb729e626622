import type { LogPush } from '../protocol/metadata.ts';
import type { TmuxAction } from './action.ts';
import { type State, sessionKey } from './state.ts';

/** A notification as tmux messages, for the clients of that tmux server that are not looking at the session; null where there is none, or the config wants none. */
export function noticeActions(
  state: State,
  key: string,
  { message, source }: Pick<LogPush, 'message' | 'source'>,
): { server: string; actions: TmuxAction[] } | null {
  if (state.config.notifications === false) return null;
  for (const [server, { topology }] of state.servers) {
    const session = topology.sessions.find((one) => sessionKey(server, one.id) === key);
    if (session === undefined) continue;
    const text = `${session.name}: ${source === undefined || source === '' ? '' : `[${source}] `}${message}`;
    const others = topology.clients.filter((client) => client.session !== session.id);
    return { server, actions: others.map((client) => ({ type: 'client.message', client: client.name, text })) };
  }
  return null;
}
