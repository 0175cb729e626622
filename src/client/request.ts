import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { checkSocketDir } from './socket-dir.ts';

const answerBytesMax = 32 * 1024 * 1024;
const headCharactersMax = 16 * 1024;
const answerMillisMax = 10_000;
const startMillisMax = 10_000;
const startPollMillis = 20;

export interface Answer {
  status: number;
  body: string;
}

export interface AskOptions {
  /** How long the daemon may be silent; default 10,000. */
  millisMax?: number;
}

export interface Exchange {
  socket: string;
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** How long the daemon may be silent; 0 is for ever. */
  millisMax: number;
  /** Ends the exchange. */
  signal?: AbortSignal | undefined;
  /** Once, before any text. */
  onHead: (status: number) => void;
  /** The body, as it comes. Returning false ends the exchange. */
  onText: (text: string) => boolean;
}

/** Nobody listens on the daemon's socket. */
export class NoDaemon extends Error {
  override readonly name = 'NoDaemon';
}

/**
 * One request to the daemon over its unix socket; resolves when the answer has ended. Importing `node:http` costs as much as
 * starting Node itself (23 ms), so these are its bytes on a bare socket: HTTP/1.0, whose answers have no chunks and end
 * with the connection.
 *
 * @throws NoDaemon when nobody listens; Error when it is silent for `millisMax`, what it says is no HTTP, or the socket's
 *   directory is not ours
 */
export function exchange({ socket, method, path, body, headers, millisMax, signal, ...on }: Exchange): Promise<void> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const fields = {
      host: 'localhost',
      ...(payload === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      ...headers,
    };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    let head: string | undefined = '';
    checkSocketDir(socket);
    const connection = connect(socket, () =>
      connection.write(`${method} ${path} HTTP/1.0\r\n${lines.join('')}\r\n${payload}`),
    );
    const take = (text: string) => {
      try {
        if (text !== '' && !on.onText(text)) connection.destroy();
      } catch (error) {
        connection.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    };
    connection.setEncoding('utf8');
    signal?.addEventListener('abort', () => connection.destroy(), { once: true });
    connection.setTimeout(millisMax, () =>
      connection.destroy(new Error(`the daemon did not answer ${path} in ${millisMax / 1000} s`)),
    );
    connection.on('data', (text: string) => {
      if (head === undefined) return take(text);
      head += text;
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) {
        if (head.length > headCharactersMax)
          connection.destroy(new Error(`the daemon's answer has no end of its head`));
        return;
      }
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
      if (status === undefined) return connection.destroy(new Error(`what listens at ${socket} does not speak HTTP`));
      const rest = head.slice(end + 4);
      head = undefined;
      on.onHead(Number(status));
      take(rest);
    });
    connection.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? new NoDaemon(`no daemon at ${socket}`) : error);
    });
    connection.on('close', () => {
      if (head === undefined) resolve();
      else reject(new Error('the daemon closed the connection before it answered'));
    });
  });
}

/** One request and its whole answer. @throws as `exchange`; Error when the answer is over `answerBytesMax` */
export async function ask(
  socket: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  { millisMax = answerMillisMax }: AskOptions = {},
): Promise<Answer> {
  const answer: Answer = { status: 0, body: '' };
  await exchange({
    socket,
    method,
    path,
    body,
    millisMax,
    onHead: (status) => {
      answer.status = status;
    },
    onText: (text) => {
      answer.body += text;
      return answer.body.length <= answerBytesMax;
    },
  });
  if (answer.body.length > answerBytesMax) throw new Error(`the daemon's answer is over ${answerBytesMax} bytes`);
  return answer;
}

/** The same, but starts the daemon when there is none and waits until it answers. */
export async function askStarting(
  socket: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const end = Date.now() + startMillisMax;
  let started = false;
  let failure: Error | undefined;
  for (;;) {
    try {
      return await ask(socket, method, path, body);
    } catch (error) {
      if (!(error instanceof NoDaemon) || Date.now() > end) throw error;
    }
    if (failure !== undefined) throw failure;
    if (!started) {
      const { startDaemon } = await import('./start-daemon.ts');
      startDaemon((error) => {
        failure = error;
      });
    }
    started = true;
    await delay(startPollMillis);
  }
}

/** The `detail` of a problem document, or the answer as it came. */
export function detail(body: string): string {
  try {
    const problem: unknown = JSON.parse(body);
    const text = typeof problem === 'object' && problem !== null ? Reflect.get(problem, 'detail') : undefined;
    if (typeof text === 'string') return text;
  } catch {
    // Not JSON: shown as it is.
  }
  return body.trim();
}
