import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { readFlags } from '../files.ts';
import { type Fields, fields, parseFields, text } from '../values.ts';

const fileBytesMax = 256 * 1024;

/** What matters to us of Pi's settings. */
export interface Settings {
  /** How often it tries again after a failed attempt. */
  retries: number;
  sessionDir: string | null;
}

/** Of 0.73.1 and 0.87.1. */
export const defaults: Settings = { retries: 3, sessionDir: null };

/** What the files say; the last one that says something is right. */
export function readSettings(files: readonly string[]): Settings {
  return files.map(read).reduce<Settings>(
    (before, file) => ({
      retries: retriesIn(file) ?? before.retries,
      sessionDir: text(file['sessionDir']) ?? before.sessionDir,
    }),
    defaults,
  );
}

function retriesIn(file: Fields): number | null {
  const retry = fields(file['retry']);
  if (retry?.['enabled'] === false) return 0;
  const retries = retry?.['maxRetries'];
  return typeof retries === 'number' && retries >= 0 ? retries : null;
}

function read(file: string): Fields {
  try {
    return parseFields(readSmall(file)) ?? {};
  } catch {
    // Mostly there is none. One that cannot be read is as good.
    return {};
  }
}

/** A project's settings are those of whoever wrote the project: a link to a device would be read for ever. */
function readSmall(path: string): string {
  const file = openSync(path, readFlags);
  try {
    const stats = fstatSync(file);
    return stats.isFile() && stats.size <= fileBytesMax ? readFileSync(file, 'utf8') : '';
  } finally {
    closeSync(file);
  }
}
