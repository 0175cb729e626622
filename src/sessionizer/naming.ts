import { basename, dirname } from 'node:path';
import { sessionNameCharactersMax, tmuxName } from '../protocol/session-name.ts';
import type { Session } from '../protocol/state.ts';
import { drawable } from '../sidebar/text.ts';

/** What of a session says which directory it is for. */
export type Homed = Pick<Session, 'id' | 'name' | 'dir' | 'git'> & {
  /** Where it was started, as tmux keeps it; null when that is not known. */
  path: string | null;
};

/** Names that no directory is given. */
const reserved = ['_os_stash'];
const attemptsMax = 1000;
/** Of a path: tmux may double them, and a number may come behind. */
const charactersMax = sessionNameCharactersMax / 2 - 4;

/** The session of a directory: started there, else at work there, else at work somewhere in its working tree. */
export function sessionOf(dir: string, sessions: readonly Homed[]): Homed | undefined {
  const name = lastParts(dir, 1);
  const ways: readonly ((session: Homed) => boolean)[] = [
    ({ path }) => path === dir,
    (session) => session.dir === dir,
    ({ git }) => git?.root === dir,
  ];
  for (const isHere of ways) {
    const here = sessions.filter(isHere);
    const best = here.find((session) => session.name === name) ?? here[0];
    if (best !== undefined) return best;
  }
  return undefined;
}

/** The name of a new session: the directory's last part; as many parts more as tell it from others, else a number. */
export function nameFor(dir: string, names: readonly string[]): string {
  const taken = new Set([...names, ...reserved]);
  const depth = Math.max(1, dir.split('/').filter((part) => part !== '').length);
  for (let parts = 1; parts <= depth; parts += 1) {
    const name = lastParts(dir, parts);
    if (!taken.has(tmuxName(name))) return name;
  }
  const name = lastParts(dir, 1);
  for (let number = 2; number < attemptsMax; number += 1)
    if (!taken.has(tmuxName(`${name}-${number}`))) return `${name}-${number}`;
  throw new Error(`no name is left for a session in ${dir}`);
}

/** As tmux takes it, harmless to show, and not empty. */
function lastParts(dir: string, count: number): string {
  const parts: string[] = [];
  let rest = dir;
  for (let index = 0; index < count && rest !== '/'; index += 1) {
    parts.unshift(basename(rest));
    rest = dirname(rest);
  }
  const name = drawable(parts.join('/').slice(-charactersMax)).replace(/[.:]/g, '_');
  return name === '' ? 'root' : name;
}
