import { join } from 'node:path';
import type { AgentProcess } from '../../core/evidence.ts';
import type { Env } from '../../protocol/paths.ts';
import { sessionId } from './value.ts';

/** OpenCode, or a program made of it. */
export interface Brand {
  agent: string;
  /** Names of its executable. */
  programs: readonly string[];
  /** Below `XDG_DATA_HOME`, and the database in it. */
  folder: string;
  database: string;
  /** Says where the database is instead: absolute, or below the folder. */
  databaseVariable: string;
}

export const openCode: Brand = {
  agent: 'opencode',
  programs: ['opencode', 'opencode.exe'],
  folder: 'opencode',
  database: 'opencode.db',
  databaseVariable: 'OPENCODE_DB',
};

/** `@kilocode/cli` 7.7. */
export const kilo: Brand = {
  agent: 'kilo',
  programs: ['kilo', 'kilo.exe'],
  folder: 'kilo',
  database: 'kilo.db',
  databaseVariable: 'KILO_DB',
};

/** What it can be asked that is no work of an agent, OpenCode 1.18.33 `opencode --help`. */
const errands: readonly string[] = [
  ...['completion', 'mcp', 'debug', 'providers', 'auth', 'agent', 'upgrade', 'uninstall', 'models', 'stats', 'export'],
  ...['import', 'session', 'plugin', 'plug', 'db', '--version', '-v', '--help', '-h'],
];
const servers: readonly string[] = ['serve', 'web', 'acp'];
const listening: readonly string[] = ['--port', '--hostname', '--mdns'];

export function isBrand({ programs }: Brand, { comm, argv }: { comm: string; argv: readonly string[] }): boolean {
  const program = argv[0]?.split('/').at(-1) ?? '';
  if (!programs.includes(comm) && !programs.includes(program)) return false;
  return !errands.includes(argv[1] ?? '');
}

/** It serves sessions and shows none. */
export function isHeadless({ argv }: Pick<AgentProcess, 'argv'>): boolean {
  return servers.includes(argv[1] ?? '');
}

/** A client of another process's server: has neither database nor plugins. */
export function isAttached({ argv }: Pick<AgentProcess, 'argv'>): boolean {
  return argv[1] === 'attach';
}

/** A plain TUI opens no port, whatever its configuration says (1.18.33). */
export function mayListen(process: Pick<AgentProcess, 'argv'>): boolean {
  return isHeadless(process) || process.argv.some((word) => listening.some((flag) => word.split('=')[0] === flag));
}

/** The session that its arguments ask for: `-s ses_…`, `--session=ses_…`. */
export function askedSession({ argv }: Pick<AgentProcess, 'argv'>): string | null {
  const index = argv.findIndex((word) => word === '-s' || word === '--session');
  const inline = argv.find((word) => word.startsWith('--session='))?.slice('--session='.length);
  return sessionId(inline ?? (index === -1 ? undefined : argv[index + 1])) ?? null;
}

/** Null when it has none on disk, or nobody says where. The process's own variables go before the daemon's. */
export function databasePath({ folder, database, databaseVariable }: Brand, own: Env, env: Env): string | null {
  const data =
    absolute(own['XDG_DATA_HOME']) ?? below(own['HOME']) ?? absolute(env['XDG_DATA_HOME']) ?? below(env['HOME']);
  const named = own[databaseVariable] ?? '';
  if (named === ':memory:') return null;
  if (named.startsWith('/')) return named;
  return data === null ? null : join(data, folder, named === '' ? database : named);
}

function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') ? path : null;
}

function below(home: string | undefined): string | null {
  return home?.startsWith('/') ? join(home, '.local/share') : null;
}
