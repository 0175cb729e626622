import { readFileSync, statSync } from 'node:fs';
import { Settings, settingsDefault } from '../protocol/settings.ts';
import { Snapshot } from '../protocol/state.ts';

const settingsFileBytesMax = 2 * 1024 * 1024;
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

/** What the daemon said of the configuration last; the defaults where it said nothing that can be read: it will say it again. */
export function lastSettings(path: string): Settings {
  try {
    if (statSync(path).size > settingsFileBytesMax) return settingsDefault;
    return Settings.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? settingsDefault;
  } catch {
    return settingsDefault;
  }
}
