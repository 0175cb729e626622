import { setTimeout as pause } from 'node:timers/promises';
import { list } from '../values.ts';
import { followStream, getJson, Unauthorized } from './http.ts';
import { type Listener, listeners } from './ports.ts';
import { at } from './value.ts';

const retryMillis = 500;
const retryMillisMax = 30_000;
/** Frames kept while the first questions are answered. */
const heldMax = 1000;

export interface ServerHandlers {
  /** One of OpenCode's events, or one of ours that says the same. */
  onEvent(event: unknown): void;
  /** The line stands. Sessions of its directory that are not among these do nothing; what these do is told next. */
  onSnapshot(busy: ReadonlySet<string>): void;
  /** The line broke: what was told may be old. */
  onLost(error: unknown): void;
  log(message: string): void;
}

/**
 * Follows the events of an OpenCode process that listens on a port of this machine (1.18: `serve`, `web`, `--port`), found by
 * its own sockets, until it is closed. A server that wants a password is left alone.
 */
export function followServer(pid: number, directory: string | null, handlers: ServerHandlers) {
  const ending = new AbortController();
  const { signal } = ending;

  async function serve(listener: Listener): Promise<void> {
    let held: unknown[] | null = [];
    let asking = Promise.resolve();
    const begin = async () => {
      const { busy, events } = await snapshot(listener, directory);
      handlers.onSnapshot(busy);
      for (const event of events) handlers.onEvent(event);
      const late = held ?? [];
      held = null;
      for (const event of late) handlers.onEvent(event);
    };
    const broken = new AbortController();
    await followStream(
      listener,
      '/global/event',
      {
        onOpen: () => {
          asking = begin().catch((error: unknown) => broken.abort(error));
        },
        onFrame: (frame) => {
          const event = at(frame, 'payload');
          // Told a second time, in the words of the database.
          if (at(event, 'type') === 'sync') return;
          if (held === null) handlers.onEvent(event);
          else if (held.push(event) > heldMax) broken.abort(new Error('too many events at once'));
        },
      },
      AbortSignal.any([signal, broken.signal]),
    ).finally(() => asking);
  }

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const listener = await openCodeAt(pid);
        if (listener !== null) {
          await serve(listener);
          handlers.onLost(new Error('the stream ended'));
          failures = 0;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Unauthorized) {
          handlers.log(`process ${pid} wants a password for its port; it is not asked again`);
          return;
        }
        handlers.onLost(error);
      }
      await pause(Math.min(retryMillisMax, retryMillis * 2 ** failures), undefined, { signal, ref: false }).catch(
        () => {
          // Closed.
        },
      );
    }
  }

  const running = run();
  return {
    close: async () => {
      ending.abort();
      await running;
    },
  };
}

/** The port that answers as OpenCode does; null when none does. */
async function openCodeAt(pid: number): Promise<Listener | null> {
  for (const listener of await listeners(pid)) {
    try {
      if (at(await getJson(listener, '/global/health'), 'healthy') === true) return listener;
    } catch (error) {
      if (error instanceof Unauthorized) throw error;
      // Another port of its, a client of something else say; or it is not ready, then it is asked again.
    }
  }
  return null;
}

/** What goes on now, as the events that would have told it, and the sessions that do something. */
async function snapshot(listener: Listener, directory: string | null) {
  const query = directory === null ? '' : `?directory=${encodeURIComponent(directory)}`;
  const ask = (path: string) => getJson(listener, `${path}${query}`);
  const [all, permissions, questions] = await Promise.all([
    ask('/session/status'),
    ask('/permission'),
    ask('/question'),
  ]);
  const busy = typeof all === 'object' && all !== null ? Object.keys(all) : [];
  const status = busy.map((sessionID) => ({
    type: 'session.status',
    properties: { sessionID, status: at(all, sessionID) },
  }));
  const asked = (type: string, requests: unknown) => list(requests).map((properties) => ({ type, properties }));
  return {
    busy: new Set(busy),
    events: [...status, ...asked('permission.asked', permissions), ...asked('question.asked', questions)],
  };
}
