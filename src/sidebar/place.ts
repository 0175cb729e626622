import { parseArgs } from 'node:util';
import { Origin } from '../protocol/command.ts';
import type { Place } from './model.ts';
import { originOf } from './origin.ts';

/** Where a sidebar runs, and what it tells the daemon about that. */
export interface Standing {
  place: Place;
  origin: Origin;
}

/**
 * From the arguments `[--popup [--client NAME]]` and from what tmux put into the environment; what is not well-formed counts
 * as missing there. A popup has no `TMUX_PANE`, and which client it covers tmux does not tell it.
 *
 * @throws Error for other arguments
 */
export function standing(args: readonly string[], env: NodeJS.ProcessEnv): Standing {
  const { values } = parseArgs({
    args: [...args],
    options: { popup: { type: 'boolean' }, client: { type: 'string' } },
  });
  const origin = originOf(env);
  if (values.popup === true && origin.server !== undefined) {
    const client = Origin.safeParse({ client: values.client });
    return { place: 'popup', origin: { server: origin.server, ...(client.success && client.data) } };
  }
  return { place: origin.server === undefined || origin.pane === undefined ? 'terminal' : 'tmux', origin };
}
