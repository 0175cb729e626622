import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Block } from './script.ts';

const wordMillis = 100;

/** Where an answer goes: server-sent events for one request. */
export interface Out {
  /** Sends one event; without a name only its `data:`. Does nothing when the reader has gone. */
  send(event: string | null, data: unknown): void;
  /** The pieces of a text, in their time. Ends early when the reader leaves. */
  pieces(block: Extract<Block, { kind: 'text' }>): AsyncIterable<string>;
  /** `prefix` and a number that no other id of this server has. */
  id(prefix: string): string;
}

export function eventStream(response: ServerResponse, released: () => Promise<void>, id: Out['id']): Out {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const isOpen = () => !response.destroyed && !response.writableEnded;
  return {
    id,
    send(event, data) {
      if (!isOpen()) return;
      response.write(`${event === null ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`);
    },
    async *pieces({ text, seconds = 0, held = false }) {
      let isHeld = held;
      if (held) void released().then(() => (isHeld = false));
      const words = text.match(/\S+\s*/g) ?? [text];
      do {
        for (const word of words) {
          if (!isOpen()) return;
          yield word;
          if (seconds > 0 || held) await pause(seconds > 0 ? (seconds * 1000) / words.length : wordMillis);
        }
      } while (isHeld);
    },
  };
}
