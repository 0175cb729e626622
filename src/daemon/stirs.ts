import { openStirs } from '../host/stirs.ts';
import type { Servers } from './servers.ts';

/**
 * Whether a tmux server has run since this was last asked; true at first. While none does, nobody types and no pane shows
 * anything, comes or goes: what follows from these need not be looked for. What a program does in silence goes unnoticed.
 */
export function tmuxStirs(servers: Pick<Servers, 'attached' | 'get'>): () => boolean {
  const stirs = openStirs();
  return () => stirs(servers.attached().flatMap((server) => servers.get(server)?.pid ?? []));
}
