import type { Ask } from '../../../src/protocol/ask.ts';
import type { ListPrefs } from '../../../src/protocol/listed.ts';
import type { ServerMessage } from '../../../src/protocol/message.ts';
import type { LogEntry, Metadata, Tone } from '../../../src/protocol/metadata.ts';
import type { Pane, Port, Session, Snapshot, Thread, ThreadState, You } from '../../../src/protocol/state.ts';

export { git } from '../../support/states.ts';

export const server = '/tmp/tmux-1000/default';
/** Epoch milliseconds: what the clock of a test shows unless it has its own. */
export const now = 1_700_000_000_000;
/** The clock of a test: its entries read the same wherever it runs. */
export const utc = (at: number) => {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  return { date, time: time.slice(0, 5) };
};
export const client = '/dev/pts/4';
export const hello: ServerMessage = { type: 'hello', v: 1, version: '0.1.0', pid: 4711 };

export function session(number: number, name: string, more: Partial<Session> = {}): Session {
  return {
    id: `$${number}`,
    server,
    name,
    dir: `/home/me/code/${name}`,
    branch: 'main',
    git: null,
    ports: [],
    windows: [{ id: `@${number}`, index: 0, name: 'sh', active: true, panes: [pane(number)] }],
    metadata: metadata({}),
    threads: [],
    ...more,
  };
}

/** Of which nothing was asked: the only one of its window. */
export function pane(number: number, more: Partial<Pane> = {}): Pane {
  return { id: `%${number}`, active: true, command: null, dir: null, ...more };
}

export function port(port: number, program: string): Port {
  return { port, program, pid: 4000 + (port % 1000), pane: '%1' };
}

export function metadata(more: Partial<Metadata>): Metadata {
  return { status: null, progress: null, logs: [], ...more };
}

export function thread(state: ThreadState, seconds: number, more: Partial<Thread> = {}): Thread {
  const known = {
    agent: 'claude',
    thread: 'claude',
    name: null,
    certainty: 'exact',
    pane: null,
    detail: null,
    model: null,
    unseen: false,
    outside: false,
    subagents: 0,
    background: 0,
  } as const;
  return { ...known, state, since: now - 1000 * seconds, ...more };
}

/** Asked a quarter of a minute ago by the session with this number. */
export function ask(id: string, session: number, question: string, choices: string[], more: Partial<Ask> = {}): Ask {
  return {
    id,
    server,
    session: `$${session}`,
    question,
    choices,
    since: now - 15_000,
    expires: now + 585_000,
    ...more,
  };
}

export function entry(tone: Tone, message: string, more: Partial<LogEntry> = {}): LogEntry {
  return { message, tone, source: 'ci', at: now, notify: false, ...more };
}

const all: ListPrefs = { filter: 'all', hidden: [], showsHidden: false, excluded: [], folded: [] };

export function snapshot(
  sessions: Session[],
  at = sessions[0],
  asks: Ask[] = [],
  list: Partial<ListPrefs> = {},
): Snapshot {
  const clients = at === undefined ? [] : [{ name: client, server, session: at.id, window: '@1', cursor: at.id }];
  return { sessions, clients, asks, list: { ...all, ...list } };
}

/** The state as the client sees it that is attached to `at`, with its cursor there. */
export function state(
  sessions: Session[],
  at = sessions[0],
  you: Partial<You> = {},
  asks: Ask[] = [],
  list: Partial<ListPrefs> = {},
): ServerMessage {
  const id = at?.id ?? null;
  return {
    type: 'state',
    seq: 1,
    state: snapshot(sessions, at, asks, list),
    you: { server, client, session: id, cursor: id, visible: true, mouse: false, ...you },
  };
}
