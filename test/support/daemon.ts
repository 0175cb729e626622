import { readFileSync } from 'node:fs';
import { Health } from '../../src/protocol/message.ts';
import type { Paths } from '../../src/protocol/paths.ts';
import { Snapshot } from '../../src/protocol/state.ts';

const requestTimeoutMs = 10_000;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** @throws SyntaxError when the text is not JSON */
  json(): unknown;
}

/** What a running daemon has published about itself. */
export class Daemon {
  readonly pid: number;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  readonly token: string;

  /** @throws Error when it has not published pid, port or token (yet) */
  constructor({ pid, port, token }: Paths) {
    this.pid = number(pid);
    this.port = number(port);
    this.token = readFileSync(token, 'utf8').trim();
    if (this.token === '') throw new Error(`${token} is empty`);
  }

  /** One real HTTP request. A body that is not a string is sent as JSON. */
  async request(path: string, { method = 'GET', headers = {}, body }: RequestOptions = {}): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  }

  /** What `curl -d` with a JSON body sends, without a token. */
  post(path: string, body: unknown): Promise<Answer> {
    return this.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }

  async health(): Promise<Health> {
    return Health.parse((await this.request('/health')).json());
  }

  async state(): Promise<Snapshot> {
    return Snapshot.parse(
      (await this.request('/state', { headers: { authorization: `Bearer ${this.token}` } })).json(),
    );
  }
}

export interface RequestOptions {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
}

function number(file: string): number {
  const value = Number(readFileSync(file, 'utf8').trim());
  if (!Number.isInteger(value) || value <= 0) throw new Error(`${file} holds no number`);
  return value;
}
