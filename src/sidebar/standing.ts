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
 * @throws Error for other arguments, which says which one
 */
export function standing(args: readonly string[], env: NodeJS.ProcessEnv): Standing {
  const { values } = parsed(args);
  const origin = originOf(env);
  if (values.popup === true && origin.server !== undefined) {
    const client = Origin.safeParse({ client: values.client });
    return { place: 'popup', origin: { server: origin.server, ...(client.success && client.data) } };
  }
  return { place: origin.server === undefined || origin.pane === undefined ? 'terminal' : 'tmux', origin };
}

function parsed(args: readonly string[]) {
  const options = { popup: { type: 'boolean' }, client: { type: 'string' } } as const;
  // Not strict: its errors are for programmers.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new Error(`what is "${token.value}"?`);
    if (token.kind !== 'option') continue;
    if (token.name === 'plain') throw new Error('--plain stands alone');
    if (!Object.hasOwn(options, token.name)) throw new Error(`no option ${token.rawName}`);
    if (token.name === 'client' && token.value === undefined) throw new Error('--client needs a value');
    if (token.name === 'popup' && token.value !== undefined) throw new Error('--popup takes no value');
  }
  return parseArgs({ args: [...args], options });
}
