import { basename, resolve } from 'node:path';

/** What a process of Codex is for. `tui` is every one that has threads of its own, `codex exec` too. */
export interface CommandLine {
  role: 'tui' | 'server' | 'other';
  /** The thread that `codex resume <id>` names. */
  resumes: string | null;
  /** `-C`, as it was given. */
  dir: string | null;
  /** The unix socket that a server listens on; empty for Codex's own choice. */
  socket: string | null;
}

export const threadId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The npm package's binary is `codex`; the releases on GitHub are named after their target. */
const program = /^codex(?:-(?:x86_64|aarch64)[\w.-]*)?$/;
/** Options of Codex 0.169 that take a value as the next argument. */
const valued = new Set([
  ...[
    '-c',
    '--config',
    '--enable',
    '--disable',
    '--remote',
    '--remote-auth-token-env',
    '-i',
    '--image',
    '-m',
    '--model',
  ],
  ...[
    '--local-provider',
    '-p',
    '--profile',
    '-s',
    '--sandbox',
    '-a',
    '--ask-for-approval',
    '-C',
    '--cd',
    '--add-dir',
    '--listen',
  ],
]);
/** Subcommands of Codex 0.169 that talk to nobody. Anything else is a prompt or has a thread. */
const others = new Set([
  ...['login', 'logout', 'mcp', 'mcp-server', 'plugin', 'remote-control', 'completion', 'update', 'doctor', 'sandbox'],
  ...['debug', 'apply', 'a', 'queue', 'archive', 'delete', 'migrate-rollouts', 'migrate-nfs-db', 'unarchive', 'cloud'],
  ...['exec-server', 'features', 'help', 'execpolicy', 'responses-api-proxy', 'stdio-to-uds'],
]);

/**
 * Codex 0.169 runs itself for other purposes under the same `comm`: as `codex-linux-sandbox` around each command, as server of
 * all threads, as updater of that one. Only `argv` tells them apart. The launcher (`node …/codex.js`) is not Codex: its child is.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const other: CommandLine = { role: 'other', resumes: null, dir: null, socket: null };
  if (!program.test(basename(argv[0] ?? ''))) return other;
  const words: string[] = [];
  let dir: string | null = null;
  for (let at = 1; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') break;
    if (word === '-C' || word === '--cd') dir = argv[at + 1] ?? null;
    if (word.startsWith('--cd=')) dir = word.slice('--cd='.length);
    if (valued.has(word)) at += 1;
    else if (!word.startsWith('-')) words.push(word);
  }
  const [command = '', first = ''] = words;
  if (command === 'app-server') {
    const socket = first === '' ? socketOf(argv) : null;
    return { ...other, role: socket === null ? 'other' : 'server', socket };
  }
  if (others.has(command)) return other;
  return { ...other, role: 'tui', resumes: command === 'resume' && threadId.test(first) ? first : null, dir };
}

/** The directory that a process's threads begin in; null when it is not known. */
export function threadDir({ dir }: CommandLine, cwd: string | null): string | null {
  if (dir === null) return cwd;
  return cwd === null && !dir.startsWith('/') ? null : resolve(cwd ?? '/', dir);
}

/** Null for one that listens on none: those of editors talk over pipes, and nobody else hears of their threads. */
function socketOf(argv: readonly string[]): string | null {
  const at = argv.findIndex((word) => word === '--listen' || word.startsWith('--listen='));
  const address = argv[at] === '--listen' ? argv[at + 1] : argv[at]?.slice('--listen='.length);
  return address?.startsWith('unix://') ? address.slice('unix://'.length) : null;
}
