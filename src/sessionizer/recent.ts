import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod/mini';

const fileBytesMax = 1024 * 1024;
const Dirs = z.array(z.string());

/** The directories that the daemon keeps, the latest first. None where the file is missing or no good: it is only a help. */
export function recentDirs(path: string): string[] {
  try {
    if (statSync(path).size > fileBytesMax) return [];
    return Dirs.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? [];
  } catch {
    // The daemon says in its log what is wrong with it.
    return [];
  }
}
