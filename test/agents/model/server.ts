import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as chat from './chat.ts';
import * as messages from './messages.ts';
import * as responses from './responses.ts';
import { type Block, type Dialect, lastDirective, type Turn, turn } from './script.ts';
import { eventStream, type Out } from './stream.ts';

const bodyBytesMax = 16 * 1024 * 1024;
const answersMax = 10_000;

/** One request to the model and what became of it. Times are of `performance.now()`. */
export interface Answer {
  api: Dialect;
  /** A side task of the agent's own, such as finding a title. */
  aside: boolean;
  /** The directive that was obeyed: `HOLD`. */
  word: string;
  began: number;
  /** The last byte was sent, or the agent left; null while it lasts. */
  ended: number | null;
}

/** A model without a mind, for every agent: what the user types says what it answers, see `turn`. */
export interface Model extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Oldest first. */
  answers(): readonly Answer[];
  /** Ends every text that is held now. */
  release(): void;
}

interface Api {
  messagesOf(body: object): ReturnType<typeof messages.messagesOf>;
  toolsOf(body: object): string[];
  send(out: Out, body: object, blocks: readonly Block[]): Promise<void>;
}

const apis: Readonly<Record<Dialect, Api>> = {
  messages: { ...messages, send: messages.sendMessage },
  responses: { ...responses, send: responses.sendResponse },
  chat: { ...chat, send: chat.sendCompletion },
};

/** Listens on a port of the loopback that the system chooses. */
export async function startModel(): Promise<Model> {
  const answers: Answer[] = [];
  let ids = 0;
  let release = Promise.withResolvers<void>();
  const id = (prefix: string) => {
    ids += 1;
    return `${prefix}${`${ids}`.padStart(20, '0')}`;
  };

  async function reply(api: Dialect, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await json(request);
    const { messagesOf, toolsOf, send } = apis[api];
    const said = messagesOf(body);
    const tools = toolsOf(body);
    const asked = said.findLast(({ from, text }) => from === 'user' && lastDirective(text) !== null);
    const word = lastDirective(asked?.text ?? '')?.[0] ?? '';
    const answer: Answer = { api, aside: tools.length === 0, word, began: performance.now(), ended: null };
    if (answers.length < answersMax) answers.push(answer);
    response.once('close', () => (answer.ended ??= performance.now()));
    const next: Turn = turn(api, said, tools);
    if (next.kind === 'mute') return;
    if (next.kind === 'fail') return fail(response, next.status);
    const out = eventStream(response, () => release.promise, id);
    await send(out, body, next.blocks);
    if (api === 'chat') response.write('data: [DONE]\n\n');
    response.end();
    answer.ended ??= performance.now();
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const api = dialect(path);
    if (api === null) return path.endsWith('/count_tokens') ? sendJson(response, 200, { input_tokens: 1000 }) : other();
    reply(api, request, response).catch((error: unknown) => response.destroy(new Error('no answer', { cause: error })));
    function other(): void {
      sendJson(response, 200, { object: 'list', data: [], models: [] });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: () => answers,
    release() {
      release.resolve();
      release = Promise.withResolvers();
    },
    async [Symbol.asyncDispose]() {
      release.resolve();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function dialect(path: string): Dialect | null {
  if (path.endsWith('/messages')) return 'messages';
  if (path.endsWith('/responses')) return 'responses';
  return path.endsWith('/chat/completions') ? 'chat' : null;
}

function fail(response: ServerResponse, status: number): void {
  const error = { type: status === 401 ? 'authentication_error' : 'api_error', message: 'scripted failure' };
  sendJson(response, status, { type: 'error', error });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function json(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new Error(`a request of more than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof body !== 'object' || body === null) throw new Error('a request that is no object');
  return body;
}
