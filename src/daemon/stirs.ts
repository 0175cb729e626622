import { openStirs } from '../host/stirs.ts';
import type { Servers } from './servers.ts';

/** Whether a tmux server has done anything since this was last asked. True at first. */
export type Stirred = () => boolean;

/**
 * While no tmux server runs, nobody types, no pane shows anything, and no pane comes or goes: what follows from these need
 * not be looked for. What a program does in silence is not noticed by this.
 */
export function tmuxStirs(servers: Pick<Servers, 'attached' | 'get'>): Stirred {
  const stirs = openStirs();
  return () => stirs(servers.attached().flatMap((server) => servers.get(server)?.pid ?? []));
}
