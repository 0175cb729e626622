import { appendFileSync, renameSync, statSync } from 'node:fs';
import { clean } from '../protocol/text.ts';

const logBytesMax = 1024 * 1024;
const lineCharactersMax = 2000;

/** One line of text for a person, with the time before it. Never a token, never a body. */
export type Log = (line: string) => void;

/** Appends to a file that is turned over once (`.1`) when it is full; to stderr as well in the foreground. */
export function openLog(path: string, alsoStderr: boolean): Log {
  return (line) => {
    const record = `${new Date().toISOString()} ${clean(line).slice(0, lineCharactersMax)}\n`;
    if (alsoStderr) process.stderr.write(record);
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) renameSync(path, `${path}.1`);
      appendFileSync(path, record, { mode: 0o600 });
    } catch (error) {
      // A full disk must not end the daemon; stderr is all that is left.
      process.stderr.write(`cannot write ${path}: ${String(error)}\n`);
    }
  };
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
