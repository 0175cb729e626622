import type { Ask } from '../../protocol/ask.ts';
import type { Session, Snapshot, You } from '../../protocol/state.ts';
import { allSessionsOf, asksOf, keyIn, keyOf, type SessionKey, sessionsOf } from '../model.ts';

/** What the text mode tells of, worked out from a snapshot. */
export interface PlainView {
  /** Of our tmux server, hidden ones and those that the filter leaves out included. */
  all: readonly Session[];
  /** Those that have numbers, in their order. */
  listed: readonly Session[];
  /** Oldest first. */
  asks: readonly Ask[];
  /** The session that the person is in; null when that is not known. */
  here: SessionKey | null;
}

export function plainView(snapshot: Snapshot, you: You): PlainView {
  const known = { snapshot, you };
  return { all: allSessionsOf(known), listed: sessionsOf(known), asks: asksOf(known), here: hereOf(snapshot, you) };
}

/** Nobody looks at our pane, or there is none: then the only terminal there is says where the person is. */
function hereOf(snapshot: Snapshot, you: You): SessionKey | null {
  if (you.session !== null) return keyIn(you.server, you.session);
  const clients = snapshot.clients.filter(({ server }) => you.server === null || server === you.server);
  const [only] = clients;
  return only === undefined || clients.length > 1 ? null : keyOf({ server: only.server, id: only.session });
}

export function asksIn({ asks }: PlainView, session: Session): readonly Ask[] {
  return asks.filter((ask) => ask.server === session.server && ask.session === session.id);
}

/** Questions and threads that wait for a person, hidden sessions included. */
export function waitingCount({ all, asks }: PlainView): number {
  return asks.length + all.flatMap(({ threads }) => threads).filter(({ state }) => state === 'waiting').length;
}
