import { type ChildProcess, spawn } from 'node:child_process';
import { fstatSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';

/** How a command ended; `failedToStart` when it never ran. */
export type Ending = { code: number } | { signal: NodeJS.Signals } | { failedToStart: string; code: 126 | 127 };

export interface ChildOptions {
  argv: readonly string[];
  /** Read also what goes to a terminal. */
  readTerminals: boolean;
  onOutput: (text: string) => void;
}

const forwarded = ['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;
/** The terminal sends these to the whole foreground group, the command included: passing them on would double them. */
const fromTerminal = ['SIGINT', 'SIGQUIT'] as const;

/** Runs a command with our input and output, passes signals on, and shows what it writes where that can be read. */
export async function runChild({ argv, readTerminals, onOutput }: ChildOptions): Promise<Ending> {
  const reads = (stream: NodeJS.WriteStream) => readTerminals || !stream.isTTY;
  const readsBoth = reads(process.stdout) && reads(process.stderr);
  // Two pipes into one file would mix the lines anew: one pipe keeps the order in which they were written.
  const together = readsBoth && sameFile(1, 2);
  const [file = '', ...args] = together ? ['/bin/sh', '-c', 'exec "$@" 2>&1', 'sh', ...argv] : argv;
  let child: ChildProcess | undefined;
  // Before the command runs: it may be told to end at once.
  const stop = passSignals((signal) => child?.kill(signal));
  child = spawn(file, args, {
    stdio: [
      'inherit',
      reads(process.stdout) ? 'pipe' : 'inherit',
      reads(process.stderr) && !together ? 'pipe' : 'inherit',
    ],
  });
  const running = child;
  copy(running, running.stdout, process.stdout, onOutput);
  copy(running, running.stderr, process.stderr, onOutput);
  const ending = await new Promise<Ending>((resolve) => {
    running.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ failedToStart: error.message, code: error.code === 'ENOENT' ? 127 : 126 }),
    );
    running.once('close', (code, signal) => resolve(signal === null ? { code: code ?? 1 } : { signal }));
  });
  stop();
  return ending;
}

/** Ends us as the command ended, so that a caller sees the same. */
export function endLike(ending: Ending): never {
  if ('signal' in ending) {
    process.kill(process.pid, ending.signal);
    process.exit(128 + constants.signals[ending.signal]);
  }
  process.exit(ending.code);
}

function copy(
  child: ChildProcess,
  from: Readable | null,
  to: NodeJS.WriteStream,
  onOutput: (text: string) => void,
): void {
  if (from === null) return;
  // Progress is ASCII: bytes are enough, and no character is torn.
  from.on('data', (chunk: Buffer) => onOutput(chunk.toString('latin1')));
  // Nobody reads any more. Node's pipes are sockets, which break with another error: the command gets the signal of a pipe.
  to.on('error', () => {
    child.kill('SIGPIPE');
    from.destroy();
  });
  from.pipe(to, { end: false });
}

function passSignals(pass: (signal: NodeJS.Signals) => void): () => void {
  const inTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const listeners = [
    ...forwarded.map((signal) => [signal, () => pass(signal)] as const),
    ...fromTerminal.map((signal) => [signal, () => (inTerminal ? undefined : pass(signal))] as const),
  ];
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

function sameFile(one: number, other: number): boolean {
  const [a, b] = [fstatSync(one), fstatSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}
