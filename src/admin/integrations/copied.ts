import { join } from 'node:path';
import { isDirectory, readBytes, replaceFile } from './files.ts';
import { type Condition, type Integration, type Place, Refused } from './integration.ts';
import { checksum, forgetRemoved, remembered, rememberWhile } from './receipt.ts';

/** How each copied file begins. `scripts/uninstall.sh` looks for it too. */
const mark = '// opensessions integration:';

export interface Copied {
  name: string;
  title: string;
  gives: string;
  /** Its name below `Place.pieces`. */
  piece: string;
  /** The agent's configuration. @throws Refused */
  configDir(place: Place): string;
  /** Below the configuration. */
  file: string;
}

/** A piece that is a file of its own, which the agent loads from a folder of its configuration. */
export function copied(of: Copied): Integration {
  const { name, title, gives } = of;
  const pathOf = (place: Place) => join(of.configDir(place), of.file);
  return {
    name,
    title,
    gives,
    isWanted: (place) => isDirectory(of.configDir(place)),
    look: (place) => look(of, place, pathOf(place)),
    install(place) {
      const path = pathOf(place);
      const { state, says } = look(of, place, path);
      if (state === 'refused') throw new Refused(says ?? path);
      if (state === 'installed') return `is installed: ${path}`;
      const after = content(of, place);
      const record = { name, path, written: checksum(after), existed: false, before: null };
      rememberWhile(place, record, () => replaceFile(path, readBytes(path), after));
      return `${state === 'outdated' ? 'updated' : 'installed'}: ${path}`;
    },
    uninstall(place) {
      const paths = new Set([pathOf(place), ...remembered(place, name)]);
      const removed = [...paths].filter((path) => remove(name, place, path));
      return removed.length === 0 ? null : `removed: ${removed.join(', ')}`;
    },
  };
}

function look(of: Copied, place: Place, path: string): Condition {
  const bytes = readBytes(path);
  if (bytes === null) return { state: 'absent', path };
  if (!isOurs(bytes)) return { state: 'refused', path, says: `${path} is not ours: it is left as it is` };
  return { state: bytes.equals(content(of, place)) ? 'installed' : 'outdated', path };
}

function remove(name: string, place: Place, path: string): boolean {
  const bytes = readBytes(path);
  const ours = bytes !== null && isOurs(bytes);
  if (ours) replaceFile(path, bytes, null);
  forgetRemoved(place, name, path);
  return ours;
}

function content({ name, piece }: Copied, { pieces }: Place): Buffer {
  const bytes = readBytes(join(pieces, piece));
  if (bytes === null) throw new Refused(`${join(pieces, piece)} is missing: the checkout is not complete`);
  const head = `${mark} "opensessions integrations uninstall ${name}" removes this file, and so may you.\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

function isOurs(bytes: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(Buffer.from(mark));
}
