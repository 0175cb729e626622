import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Env } from '../../protocol/paths.ts';

export const variables = ['HOME', 'XDG_DATA_HOME', 'TMUX', 'TMUX_PANE'] as const;

const ancestorsMax = 64;

/** Where Amp keeps its files; null without a home. */
export function dataDir(env: Env): string | null {
  const [data, home] = [env['XDG_DATA_HOME'], env['HOME']];
  if (data !== undefined && isAbsolute(data)) return join(data, 'amp');
  return home !== undefined && isAbsolute(home) ? join(home, '.local', 'share', 'amp') : null;
}

/** The repository that a directory is in, else the directory itself: what Amp calls the root of a workspace. */
export function rootOf(dir: string): string {
  let at = dir;
  for (let step = 0; step < ancestorsMax; step += 1) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) break;
    at = dirname(at);
  }
  return dir;
}

/**
 * The file that says which thread a pane showed last, as Amp (0.0.1790142914) names it: two hashes, of the root and of the
 * pane with its tmux server, which `TMUX` holds behind the socket's path. Null outside tmux.
 */
export function lastThreadFile(root: string, env: Env): string | null {
  const data = dataDir(env);
  const server = /,(\d{1,10},\d{1,10})$/.exec(env['TMUX'] ?? '')?.[1];
  const pane = env['TMUX_PANE'] ?? '';
  if (data === null || server === undefined || !/^%\d{1,9}$/.test(pane)) return null;
  const name = `${hash(root)}-${hash(`tmux:${pane}@${server}`)}-interactive-session.json`;
  return join(data, 'last-threads', name);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
