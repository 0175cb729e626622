import { Origin } from '../protocol/command.ts';

/** Who we are for tmux, from what it put into our environment; what is not well-formed counts as missing. */
export function originOf(env: NodeJS.ProcessEnv): Origin {
  const server = Origin.safeParse({ server: env['TMUX']?.split(',')[0] });
  const pane = Origin.safeParse({ pane: env['TMUX_PANE'] });
  return { ...(server.success && server.data), ...(pane.success && pane.data) };
}
