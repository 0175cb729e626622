import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Command } from '../../../src/protocol/command.ts';
import { ClientMessage, type ServerMessage } from '../../../src/protocol/message.ts';
import { hello } from './states.ts';

/** The daemon's side of the wire on a real unix socket: says what the test says, keeps what it hears. */
export interface Daemon {
  /** All that was heard, over all connections. */
  readonly heard: ClientMessage[];
  readonly commands: Command[];
  /** To every client there is, and to each that comes, as the state they are greeted with. */
  say(message: ServerMessage): void;
  /** Raw text to every client there is. */
  sayRaw(text: string): void;
  connections(): number;
  until(wanted: () => boolean, waitMsMax?: number): Promise<void>;
  stop(): Promise<void>;
}

export async function openDaemon(socket: string, greeting: ServerMessage[] = [hello]): Promise<Daemon> {
  rmSync(socket, { force: true });
  const http = createServer();
  const server = new WebSocketServer({ server: http, path: '/ws' });
  const heard: ClientMessage[] = [];
  const checks = new Set<() => void>();
  let state: ServerMessage | undefined;
  let connections = 0;
  const notify = () => {
    for (const check of checks) check();
  };

  const send = (client: WebSocket, message: ServerMessage) => client.send(JSON.stringify(message));
  server.on('connection', (client) => {
    connections += 1;
    for (const message of greeting) send(client, message);
    if (state !== undefined) send(client, state);
    client.on('message', (data) => {
      heard.push(ClientMessage.parse(JSON.parse(String(data))));
      notify();
    });
    notify();
  });
  await new Promise<void>((resolve) => http.listen(socket, resolve));

  return {
    heard,
    get commands() {
      return heard.flatMap((message) => (message.type === 'command' ? [message.command] : []));
    },
    say(message) {
      if (message.type === 'state') state = message;
      for (const client of server.clients) send(client, message);
    },
    sayRaw(text) {
      for (const client of server.clients) client.send(text);
    },
    connections: () => connections,
    async until(wanted, waitMsMax = 15_000) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const check = () => (wanted() ? resolve() : undefined);
      const timeout = setTimeout(() => reject(new Error(`not heard; heard: ${JSON.stringify(heard)}`)), waitMsMax);
      checks.add(check);
      check();
      await promise.finally(() => {
        clearTimeout(timeout);
        checks.delete(check);
      });
    },
    async stop() {
      for (const client of server.clients) client.terminate();
      server.close();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
    },
  };
}
