import { readFileSync } from 'node:fs';
import { Health } from '../../src/protocol/message.ts';
import type { Paths } from '../../src/protocol/paths.ts';
import { Snapshot } from '../../src/protocol/state.ts';
import { type Answer, ask, type RequestOptions } from './http.ts';

/** What a running daemon has published about itself. */
export class Daemon {
  readonly pid: number;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  readonly token: string;
  /** Path of the unix socket. */
  readonly socket: string;

  /** @throws Error when it has not published pid, port or token (yet) */
  constructor({ pid, port, token, socket }: Paths) {
    this.pid = number(pid);
    this.port = number(port);
    this.token = readFileSync(token, 'utf8').trim();
    this.socket = socket;
    if (this.token === '') throw new Error(`${token} is empty`);
  }

  /** One real HTTP request over TCP; no token unless the headers carry it. */
  request(path: string, options: RequestOptions = {}): Promise<Answer> {
    return ask({ port: this.port }, path, options);
  }

  /** What curl sends with a JSON body, without a token. */
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

function number(file: string): number {
  const value = Number(readFileSync(file, 'utf8').trim());
  if (!Number.isInteger(value) || value <= 0) throw new Error(`${file} holds no number`);
  return value;
}
