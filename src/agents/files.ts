import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * A pipe would wait for its writer for ever, with one of the few threads that read files, and a terminal might become ours:
 * where a file is expected, somebody's repository may have a link to either.
 */
export const readFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** A file to be read; null when it is missing or no regular file. @throws Error when it cannot be opened */
export async function openFile(path: string): Promise<{ file: FileHandle; stats: Stats } | null> {
  const file = await open(path, readFlags).catch(ignoreMissing);
  if (file === undefined) return null;
  try {
    const stats = await file.stat();
    if (stats.isFile()) return { file, stats };
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return null;
}

/** Nothing has that name. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** For `catch`: undefined instead of what is missing. */
export function ignoreMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}
