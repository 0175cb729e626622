import type { IncomingMessage, ServerResponse } from 'node:http';
import { feed } from '../core/feed.ts';
import { snapshot } from '../core/view.ts';
import { type FeedEvent, feedEventsMax } from '../protocol/feed.ts';
import { Problem } from './problem.ts';
import type { Store } from './store.ts';

const keepAliveMillis = 15_000;
const readersMax = 64;
/** A reader that is this far behind is closed: it comes back with the last id that it saw. */
const bufferedBytesMax = 1024 * 1024;
/** Of the events that are kept. */
const keptCharactersMax = 4 * 1024 * 1024;

/** The readers of `GET /events`, and the last events, for those who come back. */
export interface Feed {
  /** Answers with events until one of the two leaves. @throws Problem 429 too many readers */
  serve(request: IncomingMessage, response: ServerResponse): void;
  count(): number;
  /** We end. */
  close(): void;
}

/** `onCount` is told when readers came or went. */
export function serveFeed(store: Store, onCount: () => void): Feed {
  const start = Date.now();
  const readers = new Set<ServerResponse>();
  let kept: string[] = [];
  let keptCharacters = 0;
  /** Number of the newest event. */
  let last = 0;

  store.onChange((after, before, event) => {
    for (const change of feed(before, after, event)) {
      last += 1;
      const text = record(`${start}-${last}`, change);
      keep(text);
      for (const reader of readers) tell(reader, text);
    }
  });

  function keep(text: string): void {
    kept.push(text);
    keptCharacters += text.length;
    // Some at once: shifting a long list for each event is dear.
    const surplus = kept.length < feedEventsMax * 1.1 ? 0 : kept.length - feedEventsMax;
    const dropped = kept.slice(0, keptCharacters > keptCharactersMax ? Math.ceil(kept.length / 10) : surplus);
    if (dropped.length === 0) return;
    kept = kept.slice(dropped.length);
    keptCharacters -= dropped.reduce((sum, one) => sum + one.length, 0);
  }

  function tell(reader: ServerResponse, text: string): void {
    if (reader.writableLength > bufferedBytesMax) reader.destroy();
    else reader.write(text);
  }

  /** What a reader missed that saw the event `lastSeen`; null when that is not known any more. */
  function missed(lastSeen: string): string[] | null {
    const [, of, number] = /^(\d{1,15})-(\d{1,15})$/.exec(lastSeen) ?? [];
    const behind = last - Number(number);
    return Number(of) === start && behind >= 0 && behind <= kept.length ? kept.slice(kept.length - behind) : null;
  }

  function welcome(lastSeen: string | undefined): string {
    // An id alone: whoever is cut off before the first event comes back to here.
    const here = `id: ${start}-${last}\n\n`;
    if (lastSeen === undefined) return here;
    return missed(lastSeen)?.join('') ?? record(`${start}-${last}`, { event: 'reset', data: snapshot(store.state()) });
  }

  setInterval(() => {
    for (const reader of readers) tell(reader, ':\n\n');
  }, keepAliveMillis).unref();

  return {
    serve(request, response) {
      if (readers.size >= readersMax)
        throw new Problem(429, 'Too Many Requests', `${readersMax} readers are here already`, { 'retry-after': '10' });
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const lastSeen = request.headers['last-event-id'];
      response.write(`:\n\n${welcome(Array.isArray(lastSeen) ? lastSeen[0] : lastSeen)}`);
      readers.add(response);
      response.once('close', () => {
        readers.delete(response);
        onCount();
      });
      onCount();
    },
    count: () => readers.size,
    close() {
      for (const reader of readers) reader.end();
    },
  };
}

function record(id: string, { event, data }: FeedEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
