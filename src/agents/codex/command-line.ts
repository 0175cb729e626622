import { basename, resolve } from 'node:path';

/** What a process of Codex is for. `tui` is every one that has threads of its own, `codex exec` too. */
export interface CommandLine {
  role: 'tui' | 'server' | 'other';
  /** The thread that `codex resume <id>` names. */
  resumes: string | null;
  /** `-C`, as it was given. */
  dir: string | null;
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
  ...['--local-provider', '-p', '--profile', '-s', '--sandbox', '-a', '--ask-for-approval', '-C', '--cd', '--add-dir'],
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
  const other: CommandLine = { role: 'other', resumes: null, dir: null };
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
  if (command === 'app-server') return { ...other, role: isListening(argv) && first !== 'daemon' ? 'server' : 'other' };
  if (others.has(command)) return other;
  return { role: 'tui', resumes: command === 'resume' && threadId.test(first) ? first : null, dir };
}

/** The directory that a process's threads begin in; null when it is not known. */
export function threadDir({ dir }: CommandLine, cwd: string | null): string | null {
  if (dir === null) return cwd;
  return cwd === null && !dir.startsWith('/') ? null : resolve(cwd ?? '/', dir);
}

/** One that listens on a unix socket; those of editors talk over pipes, and nobody else hears of their threads. */
function isListening(argv: readonly string[]): boolean {
  return argv.some(
    (word, at) => word.startsWith('--listen=unix:') || (word === '--listen' && argv[at + 1]?.startsWith('unix:')),
  );
}
