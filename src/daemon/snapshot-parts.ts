import { changeKey } from '../protocol/changes.ts';
import { derived } from '../protocol/derived.ts';
import type { Session, Snapshot } from '../protocol/state.ts';

/** A snapshot in the pieces that change on their own. */
export interface Parts {
  /** Each once, in the order of the list. */
  sessions: readonly Session[];
  /** All but the sessions, as JSON. */
  rest: string;
}

export function partsOf({ sessions, ...rest }: Snapshot): Parts {
  return { sessions, rest: JSON.stringify(rest) };
}

/** Of a session that nothing happened to it is known. */
const jsonOf = derived((session: Session) => JSON.stringify(session));

/** All of it. */
export function wholeJson({ sessions, rest }: Parts): string {
  return `{"sessions":[${sessions.map(jsonOf).join(',')}],${rest.slice(1)}`;
}

/** The fields of a `changes` message that say what differs; null when nothing does. */
export function differenceJson(before: Parts, now: Parts): string | null {
  if (before === now) return null;
  const isInOrder =
    before.sessions.length === now.sessions.length &&
    now.sessions.every((session, index) => isTheSame(session, before.sessions[index]));
  const old = isInOrder ? before.sessions : inOrderOf(now.sessions, before.sessions);
  const changed = now.sessions.filter((session, index) => differs(session, old[index])).map(jsonOf);
  const order = isInOrder ? '' : `,"order":${JSON.stringify(now.sessions.map(changeKey))}`;
  const rest = before.rest === now.rest ? '' : `,"rest":${now.rest}`;
  return changed.length === 0 && order === '' && rest === ''
    ? null
    : `"sessions":[${changed.join(',')}]${order}${rest}`;
}

function inOrderOf(now: readonly Session[], before: readonly Session[]): (Session | undefined)[] {
  const known = new Map(before.map((session) => [changeKey(session), session]));
  return now.map((session) => known.get(changeKey(session)));
}

function isTheSame(session: Session, before: Session | undefined): boolean {
  return session === before || (session.id === before?.id && session.server === before.server);
}

function differs(session: Session, before: Session | undefined): boolean {
  return session !== before && (before === undefined || jsonOf(session) !== jsonOf(before));
}
