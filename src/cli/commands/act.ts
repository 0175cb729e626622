import { askStarting, detail } from '../../client/request.ts';
import type { Command } from '../../protocol/command.ts';
import type { Call } from '../call.ts';
import { UsageError } from '../errors.ts';
import type { Run } from '../main.ts';

/** Carries out a command; the daemon is started when there is none. */
export function act(command: Command): Run {
  return async ({ origin, paths }) => {
    const answer = await askStarting(paths.socket, 'POST', '/command', { origin, command });
    if (answer.status < 300) return 0;
    throw new Error(detail(answer.body));
  };
}

export async function switchTo(call: Call): Promise<number> {
  const [word = ''] = call.words;
  if (!/^[1-9]\d{0,3}$/.test(word)) throw new UsageError('which session? give its number in the list, from 1');
  return act({ name: 'session.switchIndex', index: Number(word) })(call);
}
