import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { Command, Origin } from '../../../src/protocol/command.ts';
import { ServerMessage } from '../../../src/protocol/message.ts';
import { until } from '../../support/until.ts';
import type { Target } from './http.ts';

type Type = ServerMessage['type'];
type Message<T extends Type> = Extract<ServerMessage, { type: T }>;

/** A handshake that the daemon refused. */
export class HandshakeRefused extends Error {
  override readonly name = 'HandshakeRefused';
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`status ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}

/** A WebSocket client that keeps every message, parsed with the schema. */
export class WsClient {
  readonly messages: ServerMessage[] = [];
  /** Bytes of text received. */
  bytes = 0;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  /** @throws HandshakeRefused */
  static open(target: Target, { headers = {}, path = '/ws' } = {}): Promise<WsClient> {
    const at = 'port' in target ? `ws://127.0.0.1:${target.port}${path}` : `ws://localhost${path}`;
    const socket = new WebSocket(at, {
      headers,
      ...('socketPath' in target ? { createConnection: () => connect(target.socketPath) } : {}),
    });
    const client = new WsClient(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(client));
      socket.on('error', reject);
      socket.once('unexpected-response', (_request, response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => reject(new HandshakeRefused(response.statusCode ?? 0, body)));
      });
    });
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => {
      const text = String(data);
      this.bytes += text.length;
      this.messages.push(ServerMessage.parse(JSON.parse(text)));
    });
  }

  /** The first message of a type that satisfies `when`, those that came already included. */
  next<T extends Type>(type: T, when: (message: Message<T>) => boolean = () => true): Promise<Message<T>> {
    return until(
      () =>
        this.messages.find((message): message is Message<T> => message.type === type && when(message as Message<T>)),
      `a message ${type}; came: ${this.messages.map((message) => message.type).join(' ')}`,
    );
  }

  identify(origin: Origin): void {
    this.send(JSON.stringify({ type: 'identify', origin }));
  }

  command(command: Command): void {
    this.send(JSON.stringify({ type: 'command', command }));
  }

  send(data: string | Buffer): void {
    this.#socket.send(data);
  }

  close(): void {
    this.#socket.close();
  }
}
