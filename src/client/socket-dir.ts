import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { sharedDirPrefix } from '../protocol/paths.ts';

/**
 * Below `/tmp` everybody may have made a directory of our name beforehand, and listen there in our daemon's place.
 *
 * @throws Error when the socket's directory is such a one; one that is missing is well, because nobody listens there
 */
export function checkSocketDir(socket: string): void {
  const dir = dirname(socket);
  if (!dir.startsWith(sharedDirPrefix)) return;
  const found = lstatSync(dir, { throwIfNoEntry: false });
  if (found === undefined) return;
  const problem = !found.isDirectory()
    ? 'is no directory'
    : found.uid !== process.getuid?.()
      ? 'belongs to another user'
      : (found.mode & 0o077) !== 0
        ? 'is open to other users'
        : null;
  if (problem !== null)
    throw new Error(`${dir} ${problem}: not used. Set OPENSESSIONS_SOCKET to a shorter path in a directory of yours`);
}
