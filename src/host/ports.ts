import { listenersFromProc } from './ports-linux.ts';
import { type Listener, listenersFromLsof } from './ports-lsof.ts';
import type { ProcessEntry } from './process-table.ts';

export type { Listener } from './ports-lsof.ts';

/** More than this are not told, the lowest pids first. */
export const listenersMax = 512;

/**
 * TCP ports that these processes of ours listen on and that `localhost` reaches; each with the first process that holds the
 * socket. Linux reads files of the given processes, others run one `lsof` for all of this user.
 *
 * @throws Error when it cannot be found out
 */
export async function listListeners(processes: readonly Pick<ProcessEntry, 'pid'>[]): Promise<Listener[]> {
  const pids = processes.map(({ pid }) => pid).sort((a, b) => a - b);
  const found = process.platform === 'linux' ? await listenersFromProc(pids) : await listenersFromLsof(pids);
  return found.slice(0, listenersMax);
}

/** What stands before a script, and says nothing about which. */
export const interpreter = /^(?:node(?:js)?|MainThread|bun|deno|python[\d.]*|Python|ruby[\d.]*|perl|php)$/;

/**
 * The name that people know a program by: of `node …/node_modules/.bin/vite` it is `vite`, of `python3 -m http.server`
 * `http.server`, of `node server.js` `node`. A process that has named itself anew is called so.
 */
export function programName({ comm, argv }: Pick<ProcessEntry, 'comm' | 'argv'>): string {
  if (!interpreter.test(comm)) return firstWord(comm);
  const [program = comm, ...args] = argv;
  const name = baseName(firstWord(program)) || comm;
  if (!interpreter.test(name)) return name;
  if (args[0] === '-m' && args[1] !== undefined) return args[1];
  const script = args.find((arg) => !arg.startsWith('-')) ?? '';
  const [, inPackages] = /.*\/node_modules\/(?:\.bin\/)?((?:@[^/]+\/)?[^/]+)/s.exec(script) ?? [];
  return inPackages ?? name;
}

function firstWord(text: string): string {
  return text.split(' ')[0] ?? '';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
