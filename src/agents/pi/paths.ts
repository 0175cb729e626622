import { isAbsolute, join, resolve } from 'node:path';
import type { Env } from '../../protocol/paths.ts';

export const variables = ['HOME', 'PI_CODING_AGENT_DIR', 'PI_CODING_AGENT_SESSION_DIR'] as const;

/**
 * Where a Pi that runs in `cwd` keeps its sessions, as `session-manager.js` of 0.73.1 says: a directory for each working
 * directory, or one for all when it is set. `--session-dir` cannot be known: Pi overwrites its arguments. Null without a home.
 */
export function sessionDir(cwd: string, env: Env): string | null {
  const home = env['HOME'];
  if (home === undefined || !isAbsolute(home)) return null;
  const expand = (path: string) =>
    resolve(
      cwd,
      path.replace(/^~(?=\/|$)/, () => home),
    );
  const own = env['PI_CODING_AGENT_SESSION_DIR'];
  if (own !== undefined && own !== '') return expand(own);
  const agentDir = env['PI_CODING_AGENT_DIR'];
  const base = agentDir === undefined || agentDir === '' ? join(home, '.pi', 'agent') : expand(agentDir);
  return join(base, 'sessions', `--${cwd.replace(/^\//, '').replace(/[/\\:]/g, '-')}--`);
}
