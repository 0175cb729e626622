import { isAbsolute, join, resolve } from 'node:path';
import type { Env } from '../../protocol/paths.ts';

export const variables = ['HOME', 'PI_CODING_AGENT_DIR', 'PI_CODING_AGENT_SESSION_DIR'] as const;

/**
 * Where a Pi that runs in `cwd` keeps its sessions, as `session-manager.js` of 0.73.1 says: a directory for each working
 * directory, or one for all when the environment or the settings name it. `--session-dir` cannot be known: Pi overwrites its
 * arguments. Null without a home.
 */
export function sessionDir(cwd: string, env: Env, setting: string | null): string | null {
  const own = directory(cwd, env, env['PI_CODING_AGENT_SESSION_DIR']) ?? directory(cwd, env, setting ?? undefined);
  if (own !== null) return own;
  const base = agentDir(cwd, env);
  return base === null ? null : join(base, 'sessions', `--${cwd.replace(/^\//, '').replace(/[/\\:]/g, '-')}--`);
}

/** Its settings; those of the project count more. */
export function settingsFiles(cwd: string, env: Env): string[] {
  const base = agentDir(cwd, env);
  return [...(base === null ? [] : [join(base, 'settings.json')]), join(cwd, '.pi', 'settings.json')];
}

function agentDir(cwd: string, env: Env): string | null {
  const home = homeOf(env);
  return directory(cwd, env, env['PI_CODING_AGENT_DIR']) ?? (home === null ? null : join(home, '.pi', 'agent'));
}

function directory(cwd: string, env: Env, path: string | undefined): string | null {
  if (path === undefined || path === '') return null;
  const home = homeOf(env);
  const expanded = home !== null && /^~(?:\/|$)/.test(path) ? home + path.slice(1) : path;
  return resolve(cwd, expanded);
}

function homeOf(env: Env): string | null {
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? home : null;
}
