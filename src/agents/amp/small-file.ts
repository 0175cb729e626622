import { open } from 'node:fs/promises';

const fileBytesMax = 64 * 1024;

/** A small file and when it was written, in epoch milliseconds with fractions; null when it is missing, large, or none. */
export async function readSmall(path: string): Promise<{ content: string; writtenAt: number } | null> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > fileBytesMax) return null;
    return { content: await file.readFile('utf8'), writtenAt: stats.mtimeMs };
  } finally {
    await file.close();
  }
}

/** A JSON string, as it stands alone in a file; null when it is something else. */
export function parseString(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : null;
  } catch {
    // Half written: the next change tells the rest.
    return null;
  }
}
