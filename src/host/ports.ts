import { listenersFromProc } from './ports-linux.ts';
import { type Listener, listenersFromLsof } from './ports-lsof.ts';
import type { ProcessEntry } from './process-table.ts';

export type { Listener } from './ports-lsof.ts';

/** More than this are not told, the lowest pids first. */
export const listenersMax = 512;

/**
 * TCP ports that these processes of ours listen on and that `localhost` reaches; each socket with the first process that
 * holds it.
 *
 * @throws Error when it cannot be found out
 */
export type ListListeners = (processes: readonly Pick<ProcessEntry, 'pid'>[]) => Promise<Listener[]>;

/** It is asked again and again, and what was found is kept. Linux reads files, others run one `lsof`. */
export function openListeners(): ListListeners {
  const look = process.platform === 'linux' ? listenersFromProc() : listenersFromLsof;
  return async (processes) => {
    const found = await look(processes.map(({ pid }) => pid).sort((a, b) => a - b));
    return found.slice(0, listenersMax);
  };
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
