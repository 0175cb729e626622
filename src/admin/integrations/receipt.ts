import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { isDirectory, readBytes, removeEmpty, replaceFile } from './files.ts';
import type { Place } from './integration.ts';

/** Installations that are remembered; more configurations than anybody has. */
const recordsMax = 100;
const privateMode = 0o600;

const Stored = z.object({
  name: z.string(),
  path: z.string(),
  /** The outermost directory that was made for it. */
  made: z.nullable(z.string()),
  /** SHA-256 of the file as it was written, in hexadecimal. */
  written: z.string(),
  /** Whether there was a file before. */
  existed: z.boolean(),
});

/** What was put where, and how it was before. */
export interface Receipt extends z.infer<typeof Stored> {
  /** The file before ours came into it; null when there was none, or the copy is lost. */
  before: Buffer | null;
}

/**
 * Writes down what is done and does it, in this order: what cannot be remembered is not done.
 *
 * @param write returns the outermost directory that it made; null for none
 * @throws Refused, when neither was done, and what `write` throws
 */
export function rememberWhile(place: Place, record: Omit<Receipt, 'made'>, write: () => string | null): void {
  const known = recall(place, record.name, record.path);
  const made = known?.made ?? null;
  remember(place, { ...record, made });
  try {
    const madeNow = write();
    if (madeNow !== null) remember(place, { ...record, made: madeNow });
  } catch (error) {
    const now = readBytes(record.path);
    // Another installation was faster, and did the same.
    if (now !== null && checksum(now) === record.written) return;
    if (known === null) forget(place, record.name, record.path);
    else remember(place, known);
    throw error;
  }
}

function remember(place: Place, { before, ...stored }: Receipt): void {
  const file = recordFile(place, stored.name, stored.path);
  if (before !== null) put(`${file}.before`, before);
  put(`${file}.json`, Buffer.from(`${JSON.stringify(stored)}\n`));
}

/** Null when nothing is remembered of it, or what is remembered makes no sense. */
export function recall(place: Place, name: string, path: string): Receipt | null {
  return read(recordFile(place, name, path));
}

/** Forgets a file that is gone, and removes the directories that were made for it if nothing else is in them. */
export function forgetRemoved(place: Place, name: string, path: string): void {
  const made = recall(place, name, path)?.made ?? null;
  forget(place, name, path);
  if (made === null) return;
  removeEmpty(dirname(path), made);
  // Another one that went into it leaves it at last.
  const heir = isDirectory(made)
    ? all(place).find((other) => other.made !== null && dirname(other.made) === made)
    : undefined;
  if (heir !== undefined) remember(place, { ...heir, made });
}

function forget(place: Place, name: string, path: string): void {
  const file = recordFile(place, name, path);
  for (const end of ['.json', '.before']) rmSync(file + end, { force: true });
}

/** All paths that an integration was put to, the ones of other environments too. */
export function remembered(place: Place, name: string): string[] {
  return all(place).flatMap((one) => (one.name === name ? one.path : []));
}

export function checksum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function all(place: Place): Receipt[] {
  const dir = recordsDir(place);
  const files = names(dir).filter((file) => file.endsWith('.json'));
  return files.slice(0, recordsMax).flatMap((file) => read(join(dir, file.slice(0, -'.json'.length))) ?? []);
}

function read(file: string): Receipt | null {
  try {
    const stored = z.safeParse(Stored, JSON.parse(readBytes(`${file}.json`)?.toString() ?? 'null'));
    if (!stored.success) return null;
    return { ...stored.data, before: stored.data.existed ? readBytes(`${file}.before`) : null };
  } catch {
    // Damaged: it is as if there were none, and ours is found by its mark.
    return null;
  }
}

function put(path: string, bytes: Buffer): void {
  replaceFile(path, undefined, bytes, privateMode);
}

function recordsDir({ stateDir }: Place): string {
  return join(stateDir, 'integrations');
}

function recordFile(place: Place, name: string, path: string): string {
  return join(recordsDir(place), `${name}-${checksum(Buffer.from(path)).slice(0, 12)}`);
}

function names(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    // None yet.
    return [];
  }
}
