import { realpath } from 'node:fs/promises';
import { connect as connectTo } from 'node:net';
import { type RawData, WebSocket } from 'ws';
import { version } from '../../version.ts';
import { type Fields, fields, list, parseFields, text } from '../values.ts';
import { parseNotification, parseThread, type ServerEvent } from './protocol.ts';

const answerMillisMax = 5000;
const messageBytesMax = 4 * 1024 * 1024;
const requestsMax = 256;
/** Threads that are asked for at the start. */
const loadedMax = 200;
const retryMillisMin = 100;
const retryMillisMax = 5000;

export interface ClientOptions {
  /** Path of the app-server's unix socket; a link, with Codex 0.169. */
  socket: string;
  /**
   * A thread that was asked for comes as an event too; `fresh` says that its status is news. Of one that the server does not
   * know, or that has no rollout, `ephemeral` is told.
   */
  onEvent(event: ServerEvent, fresh: boolean): void;
  onUp(): void;
  /** After `onUp`: these are loaded, and each will be told. */
  onLoaded(threads: readonly string[]): void;
  onDown(error: Error): void;
}

export interface Client {
  /** Asks for one thread. Nothing happens while there is no connection. */
  read(thread: string): void;
  /** The socket may be there now. */
  retryNow(): void;
  close(): void;
}

interface Request {
  method: string;
  thread: string | null;
  /** A status came while it was under way: the answer's may be older. */
  overtaken: boolean;
  timeout: NodeJS.Timeout;
}

/**
 * Listens to Codex's app-server for as long as it is wanted: JSON-RPC without its version field, one message a frame. It only
 * reads: it subscribes to no thread, resumes none, and never answers what the server asks.
 */
export function connectServer({ socket, onEvent, onUp, onLoaded, onDown }: ClientOptions): Client {
  let webSocket: WebSocket | null = null;
  let retry: NodeJS.Timeout | undefined;
  let retryMillis = retryMillisMin;
  let requests = new Map<number, Request>();
  let lastId = 0;
  let isOver = false;
  let isOpening = false;

  async function open(): Promise<void> {
    if (isOver || isOpening || webSocket !== null) return;
    isOpening = true;
    // Of the link the path may be too long for a socket; what it points to is short.
    const path = await realpath(socket).catch(() => socket);
    isOpening = false;
    if (isOver) return;
    let problem = new Error('the app-server closed the connection');
    const own = new WebSocket('ws://localhost/', {
      createConnection: () => connectTo(path),
      perMessageDeflate: false,
      handshakeTimeout: answerMillisMax,
      maxPayload: messageBytesMax,
    });
    webSocket = own;
    own.on('open', () => request('initialize', { clientInfo: { name: 'opensessions', title: null, version } }));
    own.on('message', hear);
    own.on('error', (error) => {
      problem = error;
    });
    own.on('close', () => {
      for (const { timeout } of requests.values()) clearTimeout(timeout);
      requests = new Map();
      webSocket = null;
      if (isOver) return;
      onDown(problem);
      retry = setTimeout(() => void open(), retryMillis).unref();
      retryMillis = Math.min(2 * retryMillis, retryMillisMax);
    });
  }

  function request(method: string, params: Fields, thread: string | null = null): void {
    if (webSocket?.readyState !== WebSocket.OPEN || requests.size >= requestsMax) return;
    lastId += 1;
    const timeout = setTimeout(() => webSocket?.terminate(), answerMillisMax).unref();
    requests.set(lastId, { method, thread, overtaken: false, timeout });
    webSocket.send(JSON.stringify({ id: lastId, method, params }));
  }

  function hear(data: RawData): void {
    const message = parseFields(String(data));
    if (message === null || isOver) return;
    if (message['method'] === undefined) {
      const asked = requests.get(Number(message['id']));
      requests.delete(Number(message['id']));
      clearTimeout(asked?.timeout);
      if (asked !== undefined) answered(asked, fields(message['result']));
      return;
    }
    const event = parseNotification(message);
    if (event === null) return;
    const id = event.type === 'thread' ? event.thread.id : event.id;
    for (const one of requests.values()) if (one.thread === id && event.type !== 'name') one.overtaken = true;
    onEvent(event, true);
  }

  /** `result` is null when the server refused. */
  function answered({ method, thread: id, overtaken }: Request, result: Fields | null): void {
    if (method === 'initialize') {
      if (result === null) {
        webSocket?.terminate();
        return;
      }
      retryMillis = retryMillisMin;
      webSocket?.send(JSON.stringify({ method: 'initialized' }));
      onUp();
      request('thread/loaded/list', { limit: loadedMax });
    } else if (method === 'thread/loaded/list' && result !== null) {
      const loaded = list(result['data'])
        .map(text)
        .filter((one) => one !== null)
        .slice(0, loadedMax);
      onLoaded(loaded);
      for (const one of loaded) read(one);
    } else if (method === 'thread/loaded/list') {
      request('thread/list', { limit: loadedMax });
    } else if (method === 'thread/list') {
      const threads = list(result?.['data']).slice(0, loadedMax).map(parseThread);
      const loaded = threads.filter((one) => one !== null && one.status !== null);
      onLoaded(loaded.flatMap((one) => one?.id ?? []));
      for (const thread of loaded) if (thread !== null) onEvent({ type: 'thread', thread }, true);
    } else if (id !== null) {
      const thread = parseThread(result?.['thread']);
      onEvent(thread === null ? { type: 'ephemeral', id } : { type: 'thread', thread }, !overtaken);
    }
  }

  function read(thread: string): void {
    request('thread/read', { threadId: thread }, thread);
  }

  void open();
  return {
    read,
    retryNow() {
      clearTimeout(retry);
      retryMillis = retryMillisMin;
      void open();
    },
    close() {
      isOver = true;
      clearTimeout(retry);
      webSocket?.terminate();
    },
  };
}
