import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startDaemon } from './start-daemon.ts';

const answerBytesMax = 32 * 1024 * 1024;
const answerMillisMax = 10_000;
const startMillisMax = 10_000;
const startPollMillis = 20;

export interface Answer {
  status: number;
  body: string;
}

/** Nobody listens on the daemon's socket. */
export class NoDaemon extends Error {
  override readonly name = 'NoDaemon';
}

/**
 * One request to the daemon over its unix socket.
 *
 * @throws NoDaemon when nobody listens; Error when it does not answer in `answerMillisMax`
 */
export function ask(socket: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const sent = httpRequest({ socketPath: socket, method, path, headers, timeout: answerMillisMax }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > answerBytesMax)
          sent.destroy(new Error(`the daemon's answer is over ${answerBytesMax} bytes`));
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on('error', reject);
    });
    sent.on('timeout', () =>
      sent.destroy(new Error(`the daemon did not answer ${path} in ${answerMillisMax / 1000} s`)),
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? new NoDaemon(`no daemon at ${socket}`) : error);
    });
    sent.end(payload);
  });
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
      startDaemon((error) => {
        failure = error;
      });
    }
    started = true;
    await delay(startPollMillis);
  }
}
