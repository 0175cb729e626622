import { type Change, changes } from './changes.ts';

const sessionsMax = 64;

/** How a turn ended. */
export interface Ending {
  claim: 'done' | 'error' | 'interrupted';
  detail?: string;
}

/** A question or a request for permission that nobody has answered. */
export interface Wait {
  at: number;
  detail?: string;
}

/** What the events said of one session. Times are epoch milliseconds. */
export interface Session {
  id: string;
  /** Null when no event told whether a turn runs. */
  status: 'busy' | 'idle' | null;
  /** Since when the status holds, or since the last answer. */
  since: number;
  /** By id of the request, oldest first. */
  waits: ReadonlyMap<string, Wait>;
  /** Of the turn that runs: what came of it so far. */
  failure: Ending | null;
  /** Of the last turn, while none runs. */
  ending: Ending | null;
  /** Why it tries again; null when it does not. */
  retry: string | null;
  /** The tool call that runs. */
  tool: { call: string; detail: string } | null;
  title?: string;
  model?: string;
  cwd?: string;
  parent?: string;
  /** Of the event that changed it last. */
  version: number;
  /** When that was. */
  touched: number;
}

/** What the events of one process said. Immutable. */
export interface Known {
  /** The one that was touched last stands last. */
  sessions: ReadonlyMap<string, Session>;
  /** The session that a person worked in last. */
  current: { session: string; at: number; version: number } | null;
  /** First event of the process; null before. */
  began: { at: number; version: number } | null;
  /** Removed since it began; grows. */
  removed: readonly string[];
}

export interface Happening {
  at: number;
  version: number;
  /** OpenCode's own: `{type, properties}`. */
  event: unknown;
}

export const nothingKnown: Known = { sessions: new Map(), current: null, began: null, removed: [] };

/**
 * Takes in one event of OpenCode 1.x, of its bus or its event streams. Pure. What is said twice changes nothing: a turn's end
 * is told twice when it fails, `busy` once a step, all of it again by a second stream.
 */
export function fold(known: Known, { at, version, event }: Happening): Known {
  const begun = known.began === null ? { ...known, began: { at, version } } : known;
  const change = changes(event, at);
  if (change === null) return begun;
  return change.type === 'removed' ? remove(begun, change.session) : touch(begun, change, { at, version });
}

function touch(known: Known, change: Change, { at, version }: { at: number; version: number }): Known {
  const before = known.sessions.get(change.session) ?? fresh(change.session, at);
  const after = apply(before, change, at);
  const parent = after.parent ?? change.parent;
  const current =
    change.prompted === undefined || parent !== undefined ? known.current : newest(known, change, version);
  if (after === before && known.sessions.has(change.session))
    return current === known.current ? known : { ...known, current };
  const sessions = new Map(known.sessions);
  sessions.delete(change.session);
  sessions.set(change.session, { ...after, version, touched: at });
  for (const [id] of sessions) {
    if (sessions.size <= sessionsMax) break;
    sessions.delete(id);
  }
  return { ...known, sessions, current };
}

/** A message of a person is told again when it is summed up, with its old time. */
function newest({ current }: Known, { session, prompted = 0 }: Change, version: number): Known['current'] {
  if (current !== null && (prompted < current.at || session === current.session)) {
    return session === current.session && prompted > current.at ? { ...current, at: prompted } : current;
  }
  return { session, at: prompted, version };
}

function remove(known: Known, session: string): Known {
  if (!known.sessions.has(session)) return known;
  const sessions = new Map(known.sessions);
  sessions.delete(session);
  const current = known.current?.session === session ? null : known.current;
  return { ...known, sessions, current, removed: [...known.removed, session].slice(-sessionsMax) };
}

function fresh(id: string, at: number): Session {
  return {
    id,
    status: null,
    since: at,
    waits: new Map(),
    failure: null,
    ending: null,
    retry: null,
    tool: null,
    version: 0,
    touched: at,
  };
}

/** The same session when nothing is new. */
function apply(before: Session, change: Change, at: number): Session {
  switch (change.type) {
    case 'told':
      return withFacts(before, change.facts);
    case 'busy': {
      const retry = change.retry ?? null;
      if (before.status === 'busy') return retry === before.retry ? before : { ...before, retry };
      return { ...before, status: 'busy', since: at, failure: null, ending: null, retry, tool: null, waits: new Map() };
    }
    case 'idle':
      if (before.status === 'idle') return before;
      return {
        ...before,
        status: 'idle',
        since: at,
        waits: new Map(),
        retry: null,
        tool: null,
        failure: null,
        ending: before.failure ?? (before.status === 'busy' ? { claim: 'done' } : null),
      };
    case 'failed':
      return failed(before, change.ending, at);
    case 'answering':
      // A new message of the agent: what became of the one before is not how the turn ends.
      return withFacts(before.failure === null ? before : { ...before, failure: null }, change.facts);
    case 'asked':
      if (before.waits.has(change.request)) return before;
      return { ...before, waits: new Map([...before.waits, [change.request, { at, ...change.wait }]]) };
    case 'answered': {
      if (!before.waits.has(change.request)) return before;
      const waits = new Map(before.waits);
      waits.delete(change.request);
      return { ...before, waits, since: waits.size === 0 ? at : before.since };
    }
    case 'tool':
      return before.tool?.call === change.call && before.tool.detail === change.detail
        ? before
        : { ...before, tool: { call: change.call, detail: change.detail } };
    case 'toolEnded':
      return before.tool?.call === change.call ? { ...before, tool: null } : before;
    case 'removed':
      return before;
  }
}

/** Told before the turn's end, as a rule; else it says what was amiss with a turn that seemed done, or that none began. */
function failed(before: Session, ending: Ending, at: number): Session {
  if (before.status === 'busy') return before.failure === null ? { ...before, failure: ending } : before;
  if (before.ending !== null && before.ending.claim !== 'done') return before;
  if (before.ending === null && before.status === null) return { ...before, status: 'idle', since: at, ending };
  return { ...before, ending };
}

function withFacts(before: Session, facts: object): Session {
  const news = Object.entries(facts).filter(
    ([key, value]) => value !== undefined && Reflect.get(before, key) !== value,
  );
  return news.length === 0 ? before : { ...before, ...Object.fromEntries(news) };
}
