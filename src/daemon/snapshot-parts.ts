import { derived } from '../core/derived.ts';
import { changeKey } from '../protocol/changes.ts';
import type { Session, Snapshot } from '../protocol/state.ts';

/** A snapshot as JSON, in the pieces that change on their own. */
export interface Parts {
  /** By `changeKey`, in the order of the list. */
  sessions: ReadonlyMap<string, string>;
  order: string;
  rest: string;
}

export function partsOf({ sessions, ...rest }: Snapshot): Parts {
  const json = new Map(sessions.map((session) => [changeKey(session), jsonOf(session)]));
  return { sessions: json, order: JSON.stringify([...json.keys()]), rest: JSON.stringify(rest) };
}

/** Of a session that nothing happened to it is known. */
const jsonOf = derived((session: Session) => JSON.stringify(session));

/** All of it. */
export function wholeJson({ sessions, rest }: Parts): string {
  return `{"sessions":[${[...sessions.values()].join(',')}],${rest.slice(1)}`;
}

/** The fields of a `changes` message that say what differs; null when nothing does. */
export function differenceJson(before: Parts, now: Parts): string | null {
  if (before === now) return null;
  const changed = [...now.sessions].flatMap(([key, json]) => (before.sessions.get(key) === json ? [] : [json]));
  const order = before.order === now.order ? '' : `,"order":${now.order}`;
  const rest = before.rest === now.rest ? '' : `,"rest":${now.rest}`;
  return changed.length === 0 && order === '' && rest === ''
    ? null
    : `"sessions":[${changed.join(',')}]${order}${rest}`;
}
