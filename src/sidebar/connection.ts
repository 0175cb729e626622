import { connect as connectTo } from 'node:net';
import { WebSocket } from 'ws';
import { checkSocketDir } from '../client/socket-dir.ts';
import type { Command, Origin } from '../protocol/command.ts';
import { type ClientMessage, protocolVersion, ServerMessage } from '../protocol/message.ts';
import { build } from '../version.ts';
import type { Link } from './model.ts';

export const retryMsMin = 50;
export const retryMsMax = 2000;
export const startIntervalMsMin = 2000;
export const handshakeMsMax = 5000;
export const closeMsMax = 500;
export const snapshotBytesMax = 8 * 1024 * 1024;

export interface ConnectionOptions {
  /** Path of the daemon's unix socket. */
  socket: string;
  origin: Origin;
  /** Starts a daemon, because nothing answers on the socket. Called at most once every `startIntervalMsMin`. */
  startDaemon(): void;
  onMessage(message: ServerMessage): void;
  onLink(link: Link): void;
  /** Something that a person should know, in one line. */
  onProblem(problem: string): void;
}

export interface Connection {
  /** False when there is nobody to take it; it is not kept for later. */
  send(command: Command): boolean;
  /** What was sent before still arrives. Resolves when it has, after `closeMsMax` at the latest. */
  close(): Promise<void>;
}

/** Talks to the daemon for as long as the sidebar lives: connects, starts it when it is not there, comes back. */
export function connect(options: ConnectionOptions): Connection {
  let webSocket: WebSocket | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = retryMsMin;
  let startedAtMs = Number.NEGATIVE_INFINITY;
  let isLive = false;
  let isOver = false;

  function open(): void {
    try {
      checkSocketDir(options.socket);
    } catch (error) {
      options.onProblem(`daemon: ${error instanceof Error ? error.message : String(error)}`);
      onClose();
      return;
    }
    // Not ws+unix:, which takes no path with a colon, a blank or a percent sign.
    webSocket = new WebSocket('ws://localhost/ws', {
      createConnection: () => connectTo(options.socket),
      perMessageDeflate: false,
      handshakeTimeout: handshakeMsMax,
      maxPayload: snapshotBytesMax,
    });
    webSocket.on('open', () => say({ type: 'identify', origin: options.origin, build }));
    webSocket.on('message', (data) => hear(String(data)));
    webSocket.on('error', onError);
    webSocket.on('close', onClose);
  }

  function say(message: ClientMessage): void {
    webSocket?.send(JSON.stringify(message));
  }

  function hear(text: string): void {
    const message = parse(text);
    if ('problem' in message) {
      options.onProblem(message.problem);
      return;
    }
    if (message.type === 'hello') {
      if (message.v !== protocolVersion)
        options.onProblem(`the daemon speaks protocol ${message.v}, we ${protocolVersion}`);
      retryMs = retryMsMin;
      isLive = true;
      options.onLink('live');
    }
    options.onMessage(message);
  }

  function onError(error: NodeJS.ErrnoException): void {
    const isNobodyThere = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
    if (!isNobodyThere) {
      if (!isOver) options.onProblem(`daemon: ${error.message}`);
      return;
    }
    const nowMs = performance.now();
    if (isOver || nowMs - startedAtMs < startIntervalMsMin) return;
    startedAtMs = nowMs;
    options.startDaemon();
  }

  function onClose(): void {
    if (isOver) return;
    if (isLive || retryMs === retryMsMax) options.onLink('gone');
    isLive = false;
    retry = setTimeout(open, retryMs);
    retryMs = Math.min(2 * retryMs, retryMsMax);
  }

  async function close(): Promise<void> {
    isOver = true;
    clearTimeout(retry);
    const closing = webSocket;
    if (closing === undefined || closing.readyState === closing.CLOSED) return;
    const late = setTimeout(() => closing.terminate(), isLive ? closeMsMax : 0);
    const closed = new Promise((resolve) => closing.once('close', resolve));
    closing.close();
    await closed;
    clearTimeout(late);
  }

  open();
  return {
    send(command) {
      if (!isLive) return false;
      say({ type: 'command', command });
      return true;
    },
    close,
  };
}

function parse(text: string): ServerMessage | { problem: string } {
  try {
    const message = ServerMessage.safeParse(JSON.parse(text));
    return message.success ? message.data : { problem: 'the daemon says what we do not understand' };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: 'the daemon says what is not JSON' };
  }
}
