import { type ClientRequest, request } from 'node:http';
import { FeedEvent } from '../../../src/protocol/feed.ts';
import type { Thread } from '../../../src/protocol/state.ts';

/** A thread's change as `GET /events` told it; null when it is gone. */
export interface ThreadChange {
  /** `performance.now()` when it came. */
  at: number;
  id: string;
  thread: Thread | null;
}

/** Keeps every change of a thread, with the time when it came. */
export class ThreadFeed {
  readonly changes: ThreadChange[] = [];
  readonly #request: ClientRequest;

  /** @throws Error when it is refused */
  static open(socketPath: string): Promise<ThreadFeed> {
    return new Promise((resolve, reject) => {
      const sent = request({ socketPath, path: '/events', agent: false }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`));
        const feed = new ThreadFeed(sent);
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          const blocks = (text + chunk).split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) feed.#take(block);
        });
        // It is destroyed when it is closed.
        response.on('error', () => undefined);
        resolve(feed);
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  private constructor(sent: ClientRequest) {
    this.#request = sent;
  }

  close(): void {
    this.#request.destroy();
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const [event, data] = [field('event'), field('data')];
    if (event !== 'thread' || data === undefined) return;
    const parsed = FeedEvent.parse({ event, data: JSON.parse(data) });
    if (parsed.event !== 'thread') return;
    const { agent, threadId, thread } = parsed.data;
    this.changes.push({ at: performance.now(), id: `${agent} ${threadId}`, thread });
  }
}
