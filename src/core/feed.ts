import type { FeedEvent } from '../protocol/feed.ts';
import type { Session, Thread } from '../protocol/state.ts';
import type { Event } from './event.ts';
import { emptyMetadata } from './metadata.ts';
import { same } from './same.ts';
import { type State, sessionKey, splitSessionKey } from './state.ts';
import { sessions, threads } from './view.ts';

type Change = Exclude<FeedEvent, { event: 'reset' }>;
type Which = { server: string; id: string; name: string };

/** What others are told of a change: `event` made `after` of `before`. */
export function feed(before: State, after: State, event: Event): Change[] {
  return [
    ...sessionChanges(before, after),
    ...clientChanges(before, after),
    ...metadataChanges(before, after, event),
    ...threadChanges(before, after),
    ...askChanges(before, after, event),
  ];
}

function sessionChanges(before: State, after: State): Change[] {
  const isUntouched = (part: 'servers' | 'repositories' | 'ports') => before[part] === after[part];
  if (isUntouched('servers') && isUntouched('repositories') && isUntouched('ports')) return [];
  const [old, now] = [bySession(before), bySession(after)];
  const tell = (type: 'created' | 'closed' | 'renamed' | 'changed', { server, id, name }: Session): Change => ({
    event: 'session',
    data: { type, server, id, name },
  });
  const closed = [...old].filter(([key]) => !now.has(key)).map(([, session]) => tell('closed', session));
  const others = [...now].flatMap(([key, session]): Change[] => {
    const known = old.get(key);
    if (known === undefined) return [tell('created', session)];
    const renamed = known.name === session.name ? [] : [tell('renamed', session)];
    return same(bare({ ...known, name: session.name }), bare(session))
      ? renamed
      : [...renamed, tell('changed', session)];
  });
  return [...closed, ...others];
}

function clientChanges(before: State, after: State): Change[] {
  if (before.servers === after.servers) return [];
  const [old, now] = [byClient(before), byClient(after)];
  const changes: Change[] = [];
  for (const [key, data] of old)
    if (!now.has(key)) changes.push({ event: 'client', data: { type: 'detached', ...data } });
  for (const [key, data] of now) {
    const known = old.get(key);
    if (known === undefined) changes.push({ event: 'client', data: { type: 'attached', ...data } });
    else if (known.session !== data.session) changes.push({ event: 'client', data: { type: 'switched', ...data } });
  }
  return changes;
}

function metadataChanges(before: State, after: State, event: Event): Change[] {
  if (before.metadata === after.metadata) return [];
  const changes: Change[] = [];
  for (const [key, now] of after.metadata) {
    const old = before.metadata.get(key) ?? emptyMetadata;
    const which = old === now ? undefined : whichOf(after, key);
    if (which === undefined) continue;
    const tell = (data: Extract<Change, { event: 'metadata' }>['data']) => changes.push({ event: 'metadata', data });
    if (old.status !== now.status) tell({ ...which, kind: 'status', value: now.status });
    if (old.progress !== now.progress) tell({ ...which, kind: 'progress', value: now.progress });
    if (old.logs === now.logs) continue;
    const entry = event.type === 'log.pushed' ? now.logs.at(-1) : undefined;
    if (entry === undefined) tell({ ...which, kind: 'log', value: null });
    else tell({ ...which, kind: entry.notify ? 'notify' : 'log', value: entry });
  }
  return changes;
}

function threadChanges(before: State, after: State): Change[] {
  if (before.threads === after.threads && before.agents.rows === after.agents.rows) return [];
  const isUntouched = (key: string) =>
    before.agents.rows === after.agents.rows && before.threads.get(key) === after.threads.get(key);
  return [...new Set([...keysOf(before), ...keysOf(after)])].flatMap((key): Change[] => {
    if (isUntouched(key)) return [];
    const [old, now] = [threads(before, key), threads(after, key)];
    const gone = old.filter((one) => !now.some((other) => isSame(one, other)));
    const known = (one: Thread) => old.find((other) => isSame(one, other));
    const told = now.filter((one) => !same(one, known(one)));
    // Of a session that closed, the state before knows the name.
    const which = gone.length + told.length === 0 ? undefined : (whichOf(after, key) ?? whichOf(before, key));
    if (which === undefined) return [];
    const tell = (thread: Thread, isThere: boolean): Change => ({
      event: 'thread',
      data: { ...which, agent: thread.agent, threadId: thread.thread, thread: isThere ? thread : null },
    });
    return [...gone.map((one) => tell(one, false)), ...told.map((one) => tell(one, true))];
  });
}

/** Sessions that have threads. */
function keysOf({ threads: reported, agents }: State): string[] {
  return [...reported.keys(), ...agents.rows.map(({ session }) => session)];
}

function askChanges(before: State, after: State, event: Event): Change[] {
  if (before.asks === after.asks) return [];
  const opened = after.asks.filter((ask) => !before.asks.includes(ask));
  const ended = before.asks.filter((ask) => !after.asks.includes(ask));
  return [
    ...ended.map((ask): Change => {
      const { answer, by } = event.type === 'ask.ended' && event.id === ask.id ? event : { answer: null, by: null };
      return { event: 'ask', data: { type: 'ended', ask, answer, by } };
    }),
    ...opened.map((ask): Change => ({ event: 'ask', data: { type: 'opened', ask, answer: null, by: null } })),
  ];
}

function bySession(state: State): Map<string, Session> {
  const all = [...state.servers].flatMap(([id, server]) => sessions(state, id, server));
  return new Map(all.map((session) => [sessionKey(session.server, session.id), session]));
}

/** Without what has events of its own. */
function bare({ metadata: _, threads: __, ...session }: Session): Omit<Session, 'metadata' | 'threads'> {
  return session;
}

function byClient(state: State): Map<string, { server: string; client: string; session: string }> {
  return new Map(
    [...state.servers].flatMap(([server, { topology }]) =>
      topology.clients.map(({ name, session }) => [`${server}\n${name}`, { server, client: name, session }] as const),
    ),
  );
}

function whichOf(state: State, key: string): Which | undefined {
  const { server, session } = splitSessionKey(key);
  const found = state.servers.get(server)?.topology.sessions.find(({ id }) => id === session);
  return found === undefined ? undefined : { server, id: found.id, name: found.name };
}

function isSame(a: Thread, b: Thread): boolean {
  return a.agent === b.agent && a.thread === b.thread;
}
