import { connect as connectTo } from 'node:net';
import type { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { checkSocketDir } from '../client/socket-dir.ts';
import { applied, Changes } from '../protocol/changes.ts';
import type { Origin } from '../protocol/command.ts';
import { type ClientMessage, protocolVersion, ServerMessage } from '../protocol/message.ts';
import type { Snapshot } from '../protocol/state.ts';
import { build } from '../version.ts';
import type { Aimed } from './aim.ts';
import type { Link } from './model.ts';

export const retryMsMin = 50;
export const retryMsMax = 2000;
export const startIntervalMsMin = 2000;
export const handshakeMsMax = 5000;
export const closeMsMax = 500;
export const snapshotBytesMax = 8 * 1024 * 1024;

const Message = z.union([ServerMessage, Changes]);

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
  send(command: Aimed): boolean;
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
  /** Of this connection. */
  let last: Snapshot | undefined;
  let isOver = false;

  async function open(): Promise<void> {
    try {
      checkSocketDir(options.socket);
    } catch (error) {
      return failed(error);
    }
    const failure = await knock(options.socket);
    if (isOver) return;
    if (failure !== null) {
      onError(failure);
      onClose();
      return;
    }
    const ws = await loadWs().catch(failed);
    if (isOver || ws === undefined) return;
    // Not ws+unix:, which takes no path with a colon, a blank or a percent sign.
    webSocket = new ws.WebSocket('ws://localhost/ws', {
      createConnection: () => connectTo(options.socket),
      perMessageDeflate: false,
      handshakeTimeout: handshakeMsMax,
      maxPayload: snapshotBytesMax,
    });
    webSocket.on('open', () => say({ type: 'identify', origin: options.origin, changes: true, build }));
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
    if (message.type === 'changes') {
      // It comes after a state, and on the same connection.
      if (last === undefined) return;
      last = applied(last, message);
      options.onMessage({ type: 'state', seq: message.seq, state: last, you: message.you });
      return;
    }
    if (message.type === 'state') last = message.state;
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
    // While it starts; who needs it hears why it cannot be loaded.
    loadWs().catch(() => undefined);
  }

  function failed(error: unknown): void {
    options.onProblem(`daemon: ${error instanceof Error ? error.message : String(error)}`);
    onClose();
  }

  function onClose(): void {
    if (isOver) return;
    if (isLive || retryMs === retryMsMax) options.onLink('gone');
    isLive = false;
    last = undefined;
    retry = setTimeout(() => void open(), retryMs);
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

  void open();
  return {
    send({ server, ...command }) {
      if (!isLive) return false;
      say({ type: 'command', command, ...(server !== undefined && { server }) });
      return true;
    },
    close,
  };
}

/** Why nobody can be reached on a unix socket; null where somebody can. */
function knock(socket: string): Promise<Error | null> {
  return new Promise((resolve) => {
    const probe = connectTo(socket);
    probe.once('connect', () => {
      probe.destroy();
      resolve(null);
    });
    probe.once('error', resolve);
  });
}

/** With TLS and all else that a WebSocket may need it takes as long to load as Node to start: a missing daemon comes first. */
function loadWs(): Promise<typeof import('ws')> {
  return import('ws');
}

function parse(text: string): ServerMessage | Changes | { problem: string } {
  try {
    const message = Message.safeParse(JSON.parse(text));
    return message.success ? message.data : { problem: 'the daemon says what we do not understand' };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: 'the daemon says what is not JSON' };
  }
}
