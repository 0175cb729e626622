import type { Ask } from '../protocol/ask.ts';
import type { Explanation } from '../protocol/explain.ts';
import { listed } from '../protocol/listed.ts';
import type { LogEntry, Tone } from '../protocol/metadata.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Session, Snapshot, Thread, You } from '../protocol/state.ts';
import type { Binding } from './keymap.ts';
import type { LocalTimeOf } from './local-time.ts';
import { perSnapshot } from './per-snapshot.ts';
import type { Hold } from './target.ts';

/** Terminal cells. */
export interface Size {
  columns: number;
  rows: number;
}

/** Where a sidebar runs: in a pane of tmux, in a popup of tmux, or in a terminal of its own. */
export type Place = 'tmux' | 'popup' | 'terminal';

/** `gone`: there was no answer for a while, or the daemon went away; we keep trying. */
export type Link = 'connecting' | 'live' | 'gone';

export type Mode =
  | { name: 'list' }
  | { name: 'help'; top: number }
  | { name: 'confirm-kill'; target: SessionKey }
  | { name: 'confirm-quit' }
  | { name: 'new-session'; text: string }
  /** `choice` is the index of the theme that is shown. */
  | { name: 'themes'; choice: number }
  | { name: 'rename'; target: SessionKey; text: string }
  /** `choice` is the index of the hit that Enter goes to. */
  | { name: 'find'; text: string; choice: number }
  /** Why the threads of a session are shown as they are; null until the daemon has said it. `now` is the daemon's, in epoch milliseconds. */
  | {
      name: 'explain';
      session: SessionKey;
      answer: { now: number; explanations: readonly Explanation[] } | null;
      top: number;
    }
  /** `choice` is the index of the one that Enter takes. */
  | { name: 'ask'; id: string; choice: number }
  /** Which port of the session to open; `choice` as above. */
  | { name: 'ports'; session: SessionKey; choice: number }
  /** A log entry in full, which stays when the log goes on. */
  | { name: 'entry'; session: SessionKey; entry: LogEntry; top: number };
export type ModeName = Mode['name'];

/** Session ids are unique within their server only. */
export type SessionKey = string;

/** Unique within its session. */
export type ThreadKey = string;

/** Of a thread, a window or a pane; unique within its session. */
export type BelowKey = string;

/** One line for a person. */
export interface Notice {
  tone: Tone;
  text: string;
}

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
  readonly settings: Settings;
  /** The keys as the settings have them. */
  readonly keymap: readonly Binding[];
  /** What is wrong with the configuration, in one line; it stays until it is right. */
  readonly problem: string | null;
  /** A theme that was chosen and is not set yet. */
  readonly preview: string | null;
  /** A session, or a group of them by its own key. */
  readonly cursor: SessionKey | null;
  /** The thread, window or pane of the cursor's session that it stands on; null on the session itself. */
  readonly thread: BelowKey | null;
  /** Sessions whose windows, threads and panes are listed below them. */
  readonly unfolded: ReadonlySet<SessionKey>;
  /** The cursor that the daemon was last told, or told us. */
  readonly reported: SessionKey | null;
  /** Where Tab was asked to go before the daemon has said that we are there: the next Tab counts from it. */
  readonly aim: SessionKey | null;
  /** Index of the first item in view, see `itemsOf`. */
  readonly top: number;
  /** Lines that the detail panel is scrolled from where it rests, up where negative. */
  readonly panelScroll: number;
  /** Rows of the detail panel that were chosen and are not set yet. */
  readonly panelRows: number | null;
  /** The mouse button, while it is held. */
  readonly hold: Hold | null;
  readonly localTime: LocalTimeOf;
  /** Until the next key. */
  readonly notice: Notice | null;
  /** Keys that come before are meant for a popup that is about to open: they would be commands here. Epoch milliseconds. */
  readonly deafUntil: number;
  /** Epoch milliseconds of the last event: what elapsed times are counted to. */
  readonly now: number;
}

/** Sessions of our tmux server, in their order; all of them when it is not known which one is ours. */
export const allSessionsOf = perSnapshot<readonly Session[]>(
  ({ snapshot: { sessions }, you }) =>
    you.server === null ? sessions : sessions.filter(({ server }) => server === you.server),
  [],
);

/** Those of them that are listed: neither hidden nor left out by the filter. */
export const sessionsOf = perSnapshot<readonly Session[]>(
  (shown) => listed(allSessionsOf(shown), shown.snapshot.asks, shown.snapshot.list),
  [],
);

/** The questions of our sessions, oldest first. */
export function asksOf({ snapshot, you }: Pick<Model, 'snapshot' | 'you'>): readonly Ask[] {
  const asks = snapshot?.asks ?? [];
  return you.server === null ? asks : asks.filter(({ server }) => server === you.server);
}

/** The same for each session that has one. */
export function asksBySession(model: Pick<Model, 'snapshot' | 'you'>): ReadonlyMap<SessionKey, readonly Ask[]> {
  return Map.groupBy(asksOf(model), ({ server, session }) => keyOf({ server, id: session }));
}

/** The question that the dialog shows. */
export function openAsk(model: Model): Ask | undefined {
  const { mode } = model;
  return mode.name === 'ask' ? asksOf(model).find(({ id }) => id === mode.id) : undefined;
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

export function threadKeyOf({ agent, thread }: Pick<Thread, 'agent' | 'thread'>): ThreadKey {
  return `${agent} ${thread}`;
}

/** The thread that the cursor stands on. */
export function threadAtCursor(model: Model): Thread | undefined {
  return atCursor(model)?.threads.find((one) => threadKeyOf(one) === model.thread);
}

export function keyIn(server: string | null, id: string | null): SessionKey | null {
  return server === null || id === null ? null : keyOf({ server, id });
}

/** How many terminals are attached to a session. */
export function clientsOn({ snapshot }: Model, { server, id }: Session): number {
  return snapshot?.clients.filter((client) => client.server === server && client.session === id).length ?? 0;
}
