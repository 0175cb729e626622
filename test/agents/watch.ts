import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { FeedEvent } from '../../src/protocol/feed.ts';
import type { Thread } from '../../src/protocol/state.ts';
import type { Daemon } from '../support/daemon.ts';

/** What stood in a pane from a moment on, as `performance.now()`. */
export interface Shown {
  at: number;
  threads: readonly Thread[];
}

/** Every thread that the daemon tells of, as one reader of `GET /events` gets to know it. */
export interface Watch extends AsyncDisposable {
  /** What each moment since the start looked like, oldest first; the first one is empty. @throws Error when the daemon left */
  history(): readonly Shown[];
}

/** Takes part from now on; there must be no threads yet. */
export async function watchThreads(daemon: Daemon): Promise<Watch> {
  const history: Shown[] = [{ at: performance.now(), threads: [] }];
  const threads = new Map<string, Thread>();
  const headers = { authorization: `Bearer ${daemon.token}` };
  const sent = request({ host: '127.0.0.1', port: daemon.port, path: '/events', headers, agent: false });
  const opened = Promise.withResolvers<void>();
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure = error;
    opened.reject(error);
  };
  sent.on('error', fail);
  sent.on('response', (response) => {
    let event = '';
    const lines = createInterface({ input: response });
    lines.on('error', fail);
    lines.on('line', (line) => {
      const [field, value = ''] = split(line);
      if (field === 'event') event = value;
      else if (field === 'data' && event === 'thread') take(FeedEvent.parse({ event, data: JSON.parse(value) }));
    });
    opened.resolve();
  });
  sent.end();
  await opened.promise;

  function take(event: FeedEvent): void {
    if (event.event !== 'thread') return;
    const { server, id, agent, threadId, thread } = event.data;
    const key = [server, id, agent, threadId].join('\n');
    if (thread === null) threads.delete(key);
    else threads.set(key, thread);
    history.push({ at: performance.now(), threads: [...threads.values()] });
  }

  return {
    history() {
      if (failure !== null) throw new Error('the daemon tells no more', { cause: failure });
      return history;
    },
    async [Symbol.asyncDispose]() {
      sent.destroy();
    },
  };
}

function split(line: string): [field: string, value: string | undefined] {
  const at = line.indexOf(':');
  return at < 0 ? [line, undefined] : [line.slice(0, at), line.slice(at + 1).trimStart()];
}
