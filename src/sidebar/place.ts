import { parseArgs } from 'node:util';
import { Origin } from '../protocol/command.ts';
import type { Place } from './model.ts';

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
  const server = part({ server: env['TMUX']?.split(',')[0] });
  const pane = values.popup === true ? {} : part({ pane: env['TMUX_PANE'] });
  const client = values.popup === true ? part({ client: values.client }) : {};
  const origin = { ...server, ...pane, ...client };
  if (values.popup === true && origin.server !== undefined) return { place: 'popup', origin };
  return { place: origin.server === undefined || origin.pane === undefined ? 'terminal' : 'tmux', origin };
}

function part(origin: { [key in keyof Origin]: string | undefined }): Origin {
  const parsed = Origin.safeParse(origin);
  return parsed.success ? parsed.data : {};
}
