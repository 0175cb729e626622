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
 * From the arguments `[--popup [--client NAME]]` and from what tmux put into the environment. A popup has no `TMUX_PANE` of its
 * own, and which client it covers tmux does not tell it.
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
    const named = Origin.safeParse({ client: values.client });
    return { place: 'popup', origin: { server: origin.server, ...(named.success && named.data) } };
  }
  return { place: origin.server === undefined || origin.pane === undefined ? 'terminal' : 'tmux', origin };
}
