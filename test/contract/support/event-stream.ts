import { type IncomingMessage, request } from 'node:http';
import { FeedEvent } from '../../../src/protocol/feed.ts';
import { until } from '../../support/until.ts';
import type { Target } from './http.ts';

type Kind = FeedEvent['event'];
type Data<K extends Kind> = Extract<FeedEvent, { event: K }>['data'];
type Received = FeedEvent & { id: string };

/** A reader of `GET /events` that keeps every event, parsed with the schema. */
export class EventStream {
  readonly events: Received[] = [];
  /** The last id that came, with an event or alone. */
  lastId = '';
  readonly #response: IncomingMessage;
  closed = false;

  /** @throws Error when it is refused */
  static open(target: Target, headers: Readonly<Record<string, string>> = {}): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const sent = request({ ...target, host: '127.0.0.1', path: '/events', headers, agent: false }, (response) => {
        if (response.statusCode === 200) resolve(new EventStream(response));
        else reject(new Error(`status ${response.statusCode}`));
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  private constructor(response: IncomingMessage) {
    this.#response = response;
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    });
    response.on('error', () => undefined);
    response.on('close', () => {
      this.closed = true;
    });
  }

  /** The first event of a kind that satisfies `when`, those that came already included. */
  async next<K extends Kind>(kind: K, when: (data: Data<K>) => boolean = () => true): Promise<Data<K>> {
    const found = await until(
      () => this.events.find(({ event, data }) => event === kind && when(data as Data<K>)),
      `an event ${kind}; came: ${JSON.stringify(this.events).slice(0, 2000)}`,
    );
    return found.data as Data<K>;
  }

  close(): void {
    this.#response.destroy();
  }

  #take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    this.lastId = fields.get('id') ?? this.lastId;
    const data = fields.get('data');
    if (data === undefined) return;
    const content = { event: fields.get('event'), data: JSON.parse(data) };
    const parsed = FeedEvent.parse(content);
    if (JSON.stringify(parsed) !== JSON.stringify(content)) throw new Error(`more than the schema says: ${data}`);
    this.events.push({ ...parsed, id: this.lastId });
  }
}
