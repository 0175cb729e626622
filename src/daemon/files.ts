import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Log, reason } from './log.ts';

/** Writes a private file in one step: a reader sees the old content or the new one, never a part. */
export function writePrivate(path: string, content: string): void {
  makePrivateDir(dirname(path));
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

export function makePrivateDir(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** What a daemon can live without: one line in the log when the disk is full or may not be written to. */
export function keepIfPossible(path: string, content: string, log: Log): void {
  try {
    writePrivate(path, content);
  } catch (error) {
    log(`goes on without ${path}: ${reason(error)}`);
  }
}

/** The file's text, or null when there is no such file. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
