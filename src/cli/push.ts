import { type Answer, type AskOptions, ask, askStarting, detail, NoDaemon } from '../client/request.ts';
import type { Call } from './call.ts';
import { targetOf } from './target.ts';

/**
 * Sends something for the session that the call is about. Inside tmux a daemon that does not run is started, and one that
 * does not know this tmux server is told of it.
 *
 * @throws UsageError without a session; NoDaemon outside tmux; Error with the daemon's reason when it refuses
 */
export async function push(call: Call, path: string, body: object): Promise<number> {
  const answer = await send(call, path, body);
  if (answer.status >= 300) throw new Error(detail(answer.body));
  return 0;
}

/** The same, with the answer as it came. */
export async function send(call: Call, path: string, body: object, options?: AskOptions): Promise<Answer> {
  const { paths, origin } = call;
  const content = { ...targetOf(call), ...body };
  const attempt = () => ask(paths.socket, 'POST', path, content, options);
  try {
    const answer = await attempt();
    if (answer.status !== 404 || origin.server === undefined) return answer;
  } catch (error) {
    if (!(error instanceof NoDaemon) || origin.server === undefined) throw error;
  }
  const told = await askStarting(paths.socket, 'POST', '/command', { origin, command: { name: 'server.announce' } });
  return told.status >= 300 ? told : attempt();
}
