import { dirname } from 'node:path';
import type { AgentProcess, Claim, Evidence } from '../../core/evidence.ts';
import type { Context } from '../adapter.ts';
import { watchPath } from '../watch.ts';
import { type Client, connectServer } from './client.ts';
import type { ServedThread, ServerEvent, Status } from './protocol.ts';
import { claimOf, type Rollout } from './rollout.ts';

/** Threads known at once. Codex 0.169 unloads one a minute after its last terminal went. */
const threadsMax = 512;
/** Ids of threads that are nobody's, remembered so that they are not asked for again. */
const ignoredMax = 1024;

export interface Served {
  /** The loaded ones. */
  threads(): readonly ServedThread[];
  /** Epoch milliseconds of the last connection; null until all of the threads that it found have been told. */
  connectedAt(): number | null;
  /** A rollout was read: it may know since when a thread does what it was found at. */
  turn(thread: string, rollout: Rollout): void;
  close(): Promise<void>;
}

interface Known {
  thread: ServedThread;
  status: Status;
  /** Epoch milliseconds. */
  at: number;
  /** The status was found, not heard: `at` is when. */
  found: boolean;
}

/**
 * What the app-server of one process says of its threads. `stamp` gives a greater number each time, `onChange` is called when
 * other threads are loaded.
 */
export function followServer(
  { observe, withdraw, failed, log }: Context,
  agent: string,
  server: AgentProcess,
  socket: string,
  stamp: () => number,
  onChange: () => void,
): Served {
  const known = new Map<string, Known>();
  const ignored = new Set<string>();
  /** The last status of threads that were asked for. */
  const early = new Map<string, { status: Status; at: number }>();
  let connectedAt: number | null = null;
  /** Loaded threads that were not told yet; null before it is known which are loaded. */
  let awaited: Set<string> | null = null;
  let wasDown = false;

  const tell = ({ thread, status, at }: Known) => {
    if (status === null) {
      withdraw('protocol', thread.id);
      return;
    }
    const evidence: Evidence = {
      agent,
      thread: thread.id,
      source: 'protocol',
      subject: thread.id,
      version: stamp(),
      claim: status.claim,
      at,
      process: { pid: server.pid, start: server.start },
      expires: null,
      facts: thread.facts,
    };
    observe([evidence]);
  };
  const set = (one: Known) => {
    const before = known.get(one.thread.id);
    if (before === undefined && known.size >= threadsMax) return;
    known.set(one.thread.id, one);
    tell(one);
    if ((before?.status ?? null) === null || one.status === null || before?.thread.cwd !== one.thread.cwd) onChange();
  };
  const forget = (id: string) => {
    early.delete(id);
    if (!known.delete(id)) return;
    withdraw('protocol', id);
    onChange();
  };

  function hearThread(thread: ServedThread, fresh: boolean): void {
    ignored.delete(thread.id);
    const heard = early.get(thread.id);
    early.delete(thread.id);
    const before = known.get(thread.id);
    if (heard !== undefined) set({ thread, ...heard, found: false });
    else if (!fresh && before !== undefined) set({ ...before, thread });
    else set({ thread, status: foundStatus(thread.status), at: Date.now(), found: true });
  }

  function hear(event: ServerEvent, fresh: boolean): void {
    take(event, fresh);
    const id = event.type === 'thread' ? event.thread.id : event.id;
    if (awaited?.delete(id) && awaited.size === 0) onChange();
  }

  function take(event: ServerEvent, fresh: boolean): void {
    if (event.type === 'thread') {
      hearThread(event.thread, fresh);
    } else if (event.type === 'status') {
      hearStatus(event.id, event.status, event.at ?? Date.now());
    } else if (event.type === 'name') {
      const before = known.get(event.id);
      if (before !== undefined) set({ ...before, thread: named(before.thread, event.name) });
    } else {
      forget(event.id);
      if (event.type === 'closed') return;
      if (ignored.size >= ignoredMax) ignored.clear();
      ignored.add(event.id);
    }
  }

  function hearStatus(id: string, status: Status, at: number): void {
    const before = known.get(id);
    if (before !== undefined) set({ ...before, status, at, found: false });
    else if (!ignored.has(id) && status !== null && early.size < threadsMax) {
      early.set(id, { status, at });
      client.read(id);
    }
  }

  const client: Client = connectServer({
    socket,
    onEvent: hear,
    onUp() {
      connectedAt = Date.now();
      early.clear();
      wasDown = false;
    },
    onLoaded(threads) {
      awaited = new Set(threads);
      for (const id of [...known.keys()]) if (!awaited.has(id)) forget(id);
      onChange();
    },
    onDown(error) {
      connectedAt = null;
      awaited = null;
      for (const id of known.keys()) failed('protocol', id, error);
      if (!wasDown) log(`${socket}: ${error.message}`);
      wasDown = true;
    },
  });
  const watch = watchPath(
    dirname(socket),
    () => connectedAt === null && client.retryNow(),
    (error) => log(`cannot watch ${dirname(socket)}: ${String(error)}`),
  );

  return {
    threads: () => [...known.values()].filter(({ status }) => status !== null).map(({ thread }) => thread),
    connectedAt: () => (awaited?.size === 0 ? connectedAt : null),
    turn(id, rollout) {
      const one = known.get(id);
      const at = one?.found ? since(one.status?.claim, rollout) : null;
      if (one === undefined || at === null || at >= one.at) return;
      const better = { ...one, at, found: false };
      known.set(id, better);
      tell(better);
    },
    async close() {
      client.close();
      await watch.close();
    },
  };
}

/** When it failed is not known: its rollout says so. */
function foundStatus(status: Status): Status {
  return status?.claim === 'error' ? { claim: 'idle' } : status;
}

function since(claim: Claim | undefined, rollout: Rollout): number | null {
  const turn = claimOf(rollout);
  if (turn === null || (turn.claim !== 'running' && turn.claim !== 'waiting')) return null;
  if (claim === 'waiting') return [...rollout.calls.values()].at(-1)?.at ?? turn.at;
  return claim === 'running' ? turn.at : null;
}

function named(thread: ServedThread, name: string | null): ServedThread {
  const { custom: _, ...names } = thread.facts.names ?? {};
  return { ...thread, facts: { ...thread.facts, names: name === null ? names : { ...names, custom: name } } };
}
