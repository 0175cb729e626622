import { readFileSync, statSync } from 'node:fs';
import { Snapshot } from '../protocol/state.ts';

export const snapshotFileBytesMax = 8 * 1024 * 1024;

/** The snapshot that the daemon kept last; null when there is none, with the reason when there is one that is no good. */
export function lastSnapshot(path: string): { snapshot: Snapshot | null; problem: string | null } {
  try {
    if (statSync(path).size > snapshotFileBytesMax)
      return { snapshot: null, problem: 'last snapshot ignored: too large' };
    const parsed = Snapshot.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success
      ? { snapshot: parsed.data, problem: null }
      : { snapshot: null, problem: 'last snapshot ignored: not valid' };
  } catch (error) {
    if (error instanceof SyntaxError) return { snapshot: null, problem: 'last snapshot ignored: not JSON' };
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { snapshot: null, problem: null };
    return { snapshot: null, problem: `last snapshot ignored: ${code ?? error}` };
  }
}
