import { request } from 'node:http';
import { connect } from 'node:net';

const answerMillisMax = 10_000;

/** Where a request goes: a TCP port on 127.0.0.1, or a unix socket. */
export type Target = { port: number } | { socketPath: string };

export interface RawRequest {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent chunk by chunk, without a declared length unless the headers have one. */
  body?: readonly (string | Buffer)[];
}

export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

/** One request with any headers, `Host` and `Origin` included, which `fetch` would not send. */
export function send(target: Target, path: string, { method = 'GET', headers = {}, body = [] }: RawRequest = {}) {
  return new Promise<RawAnswer>((resolve, reject) => {
    const sent = request(
      { ...target, host: '127.0.0.1', path, method, headers, timeout: answerMillisMax, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on('error', reject);
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.on('error', reject);
    for (const chunk of body) sent.write(chunk);
    sent.end();
  });
}

/** A POST with a JSON body. */
export function post(target: Target, path: string, content: unknown, headers: Readonly<Record<string, string>> = {}) {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  return send(target, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: [body],
  });
}

/** Bytes as they are; resolves with everything that came back until the other side closed. */
export function sendBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
