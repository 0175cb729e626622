import { openFile } from '../files.ts';

const fileBytesMax = 64 * 1024;

/** A small file and when it was written, in epoch milliseconds with fractions; null when it is missing, large, or none. */
export async function readSmall(path: string): Promise<{ content: string; writtenAt: number } | null> {
  const opened = await openFile(path);
  if (opened === null) return null;
  const { file, stats } = opened;
  try {
    if (stats.size > fileBytesMax) return null;
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
