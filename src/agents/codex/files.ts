import { statSync } from 'node:fs';
import { begunAt } from './join.ts';

/** Where Codex 0.169 keeps what we look at, below `CODEX_HOME`. */
export interface Files {
  /** One file per thread that is loaded, from its start on; whoever works on the thread holds it open. */
  locks: string;
  /** One empty file per thread that was ever open in a terminal; touched whenever it is opened there. */
  opened: string;
  /** Names that people gave. */
  names: string;
  socket: string;
}

export function filesOf(home: string): Files {
  return {
    locks: `${home}/thread-writer-locks`,
    opened: `${home}/tui-thread-reference-capabilities`,
    names: `${home}/session_index.jsonl`,
    socket: `${home}/app-server-control/app-server-control.sock`,
  };
}

/** Directories that the rollout of a thread may appear in: that of the day it was begun on, here or in UTC. */
export function rolloutDirs(home: string, thread: string): string[] {
  const begun = begunAt(thread);
  if (begun === null) return [];
  const date = new Date(begun);
  const utc = date.toISOString().slice(0, 10).replaceAll('-', '/');
  const two = (number: number) => String(number).padStart(2, '0');
  const local = `${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())}`;
  return [...new Set([utc, local])].map((day) => `${home}/sessions/${day}`);
}

/** Epoch milliseconds; null when it is not there. */
export function changedAt(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    // Not ours to look at: the same as not there.
    return null;
  }
}
