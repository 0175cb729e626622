import type { Session } from '../protocol/state.ts';
import { drawable, tilde } from '../sidebar/text.ts';

/** Where a candidate comes from. */
export type Kind = 'session' | 'recent' | 'worktree' | 'dir' | 'zoxide';
/** Kinds in the order in which they are offered. A directory of several kinds is of the first. */
export const kinds: readonly Kind[] = ['session', 'recent', 'worktree', 'dir', 'zoxide'];

/** A session by its id, or a directory by its absolute path. */
export type Target = { session: string } | { dir: string };

/** Something that can be chosen. */
export interface Candidate {
  kind: Kind;
  target: Target;
  /** What is searched, and drawn. */
  text: string;
  /** Where in it the name is: of a directory its last part. Indices of the first unit and of the one behind the last. */
  name: readonly [start: number, end: number];
}

/** Of a text, so that a key press costs the same whatever there is. */
const textCharactersMax = 300;

export function ofSession({ id, name, dir }: Pick<Session, 'id' | 'name' | 'dir'>, home: string): Candidate {
  const shown = drawable(name.slice(0, textCharactersMax)) || id;
  const place = dir === null ? '' : `  ${pathText(dir, home)}`;
  return { kind: 'session', target: { session: id }, text: shown + place, name: [0, shown.length] };
}

export function ofDir(kind: Exclude<Kind, 'session'>, dir: string, home: string): Candidate {
  const text = pathText(dir, home);
  return { kind, target: { dir }, text, name: [text.lastIndexOf('/') + 1, text.length] };
}

/** A path without what means nothing: repeated and trailing slashes. Null for one that is not absolute, or has a NUL. */
export function plainPath(path: string): string | null {
  if (!path.startsWith('/') || path.includes('\0')) return null;
  return path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
}

/** Its end, where it is too long: that says more. */
function pathText(path: string, home: string): string {
  return drawable(tilde(path, home).slice(-textCharactersMax));
}
