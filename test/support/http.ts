import { type IncomingHttpHeaders, request } from 'node:http';

const requestTimeoutMs = 10_000;
const answerBytesMax = 16 * 1024 * 1024;

export interface RequestOptions {
  /** Default GET. */
  method?: string;
  /** Sent as they are, `host` and `origin` included. */
  headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
}

/** Where a server listens: a port of 127.0.0.1 or a unix socket. */
export type Endpoint = { port: number } | { socketPath: string };

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** @throws SyntaxError when the text is not JSON */
  json(): unknown;
}

/** One HTTP request over a connection of its own, as curl makes it. @throws Error after 10 s, or when nobody answers */
export function ask(
  endpoint: Endpoint,
  path: string,
  { method = 'GET', headers = {}, body }: RequestOptions = {},
): Promise<Answer> {
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const length = payload === undefined ? {} : { 'content-length': `${Buffer.byteLength(payload)}` };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', ...endpoint, path, method, headers: { ...length, ...headers }, agent: false };
    const sent = request({ ...options, signal: AbortSignal.timeout(requestTimeoutMs) }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > answerBytesMax) response.destroy(new Error(`${path}: more than ${answerBytesMax} bytes`));
      });
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) });
      });
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}
