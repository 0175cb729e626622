import { type Answer, type AskOptions, ask, detail, NoDaemon } from '../client/request.ts';
import type { Call } from './call.ts';
import { type Target, targetOf } from './target.ts';

/**
 * Sends something for the session that the call is about. Inside tmux a daemon that does not run is started, and told of
 * this tmux server.
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
  const target = targetOf(call);
  const to = ({ ...named }: Target) => ask(call.paths.socket, 'POST', path, { ...named, ...body }, options);
  const { server } = call.origin;
  try {
    const answer = await to(target);
    if (answer.status !== 404 || server === undefined) return answer;
  } catch (error) {
    if (!(error instanceof NoDaemon) || server === undefined) throw error;
  }
  // Rare, and none of it is loaded for the straight way.
  const { locate } = await import('./locate.ts');
  return to(await locate(call, server, target));
}
