import type { IncomingMessage } from 'node:http';
import { lineBuffer } from '../line-buffer.ts';
import type { Listener } from './ports.ts';

// An import would load undici, see daemon/http.ts.
const { get } = process.getBuiltinModule('node:http');

const answerMillisMax = 1500;
/** A heartbeat comes every 10 s, OpenCode 1.18.33. */
const silenceMillisMax = 30_000;
const bodyBytesMax = 1024 * 1024;
const frameBytesMax = 256 * 1024;

/** It wants a password. */
export class Unauthorized extends Error {
  override readonly name = 'Unauthorized';
}

/**
 * The JSON at a path.
 *
 * @throws Unauthorized at 401
 * @throws Error when it does not answer in 1.5 s, with something else than JSON, or with more than 1 MB
 */
export async function getJson(listener: Listener, path: string): Promise<unknown> {
  const signal = AbortSignal.timeout(answerMillisMax);
  const response = await request(listener, path, 'application/json', signal);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > bodyBytesMax) throw new Error(`${path}: more than ${bodyBytesMax} bytes`);
    chunks.push(part);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/**
 * Follows an event stream until it ends, which is when the promise is fulfilled. `onOpen` is called when the server has begun
 * to answer: from then on no event is missed. Frames that are no JSON are left out.
 *
 * @throws Unauthorized at 401
 * @throws Error when it does not begin in 1.5 s, says nothing for 30 s, or breaks
 */
export async function followStream(
  listener: Listener,
  path: string,
  handlers: { onOpen(): void; onFrame(frame: unknown): void },
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  const wake = (millis: number) => setTimeout(() => silence.abort(new Error(`${path}: silent`)), millis).unref();
  let timer = wake(answerMillisMax);
  try {
    const response = await request(listener, path, 'text/event-stream', AbortSignal.any([signal, silence.signal]));
    handlers.onOpen();
    const lines = lineBuffer(frameBytesMax);
    for await (const chunk of response) {
      clearTimeout(timer);
      timer = wake(silenceMillisMax);
      for (const line of lines.push(Buffer.from(chunk))) {
        const frame = parseFrame(line);
        if (frame !== undefined) handlers.onFrame(frame);
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

/** OpenCode sends each event as one `data:` line. */
export function parseFrame(line: string): unknown {
  if (!line.startsWith('data:')) return undefined;
  try {
    return JSON.parse(line.slice('data:'.length));
  } catch {
    // Not for us.
    return undefined;
  }
}

function request({ host, port }: Listener, path: string, type: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host, port, path, agent: false, signal, headers: { accept: type } }, (response) => {
      const is = response.headers['content-type'] ?? '';
      if (response.statusCode === 200 && is.startsWith(type)) return resolve(response);
      response.destroy();
      // Version 2 answers the paths of version 1 with a page.
      const problem = `${path}: status ${response.statusCode}, ${is}`;
      reject(response.statusCode === 401 ? new Unauthorized(problem) : new Error(problem));
    }).on('error', reject);
  });
}
