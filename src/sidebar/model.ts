import type { Session, Snapshot, You } from '../protocol/state.ts';

/** Terminal cells. */
export interface Size {
  columns: number;
  rows: number;
}

/** Where a sidebar runs: in a pane of tmux, or in a terminal of its own. */
export type Place = 'tmux' | 'terminal';

/** `gone`: there was no answer for a while, or the daemon went away; we keep trying. */
export type Link = 'connecting' | 'live' | 'gone';

export type Mode =
  | { name: 'list' }
  | { name: 'help'; top: number }
  | { name: 'confirm-kill'; target: SessionKey }
  | { name: 'confirm-quit' }
  | { name: 'new-session'; text: string };
export type ModeName = Mode['name'];

/** Session ids are unique within their server only. */
export type SessionKey = string;

/** All that a sidebar draws from. */
export interface Model {
  readonly place: Place;
  readonly home: string;
  /** Our own version; the daemon's may differ after an update. */
  readonly version: string;
  readonly daemonVersion: string | null;
  readonly size: Size;
  readonly link: Link;
  readonly snapshot: Snapshot | null;
  readonly you: You;
  readonly mode: Mode;
  readonly cursor: SessionKey | null;
  /** The cursor that the daemon was last told, or told us. */
  readonly reported: SessionKey | null;
  /** Where Tab was asked to go before the daemon has said that we are there: the next Tab counts from it. */
  readonly aim: SessionKey | null;
  /** Index of the first session in view. */
  readonly top: number;
  /** One line for a person, until the next key. */
  readonly notice: string | null;
}

/** Sessions of our tmux server, in their order; all of them when it is not known which one is ours. */
export function sessionsOf({ snapshot, you }: Pick<Model, 'snapshot' | 'you'>): readonly Session[] {
  const sessions = snapshot?.sessions ?? [];
  return you.server === null ? sessions : sessions.filter(({ server }) => server === you.server);
}

export function keyOf({ server, id }: Pick<Session, 'server' | 'id'>): SessionKey {
  return `${server} ${id}`;
}

export function isHere(session: Session, you: You): boolean {
  return you.session === session.id && (you.server === null || you.server === session.server);
}

export function atCursor(model: Model): Session | undefined {
  return sessionsOf(model).find((session) => keyOf(session) === model.cursor);
}

export function keyIn(server: string | null, id: string | null): SessionKey | null {
  return server === null || id === null ? null : keyOf({ server, id });
}

/** How many terminals are attached to a session. */
export function clientsOn({ snapshot }: Model, { server, id }: Session): number {
  return snapshot?.clients.filter((client) => client.server === server && client.session === id).length ?? 0;
}
