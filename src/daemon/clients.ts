import { setTimeout as delay } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import type { State } from '../core/state.ts';
import { shortened, snapshot, you } from '../core/view.ts';
import type { Origin } from '../protocol/command.ts';
import { ClientMessage, messageBytesMax, protocolVersion, type ServerMessage } from '../protocol/message.ts';
import type { Settings } from '../protocol/settings.ts';
import type { RunCommand } from './commands.ts';
import { type Log, reason } from './log.ts';
import { differenceJson, type Parts, partsOf, wholeJson } from './snapshot-parts.ts';
import type { Store } from './store.ts';

const frameMillis = 16;
const clientsMax = 128;
const byeMillisMax = 500;
/** A client that reads slower than this is skipped until it caught up: then it gets the newest snapshot only. */
const bufferedBytesMax = 1024 * 1024;

interface Client {
  socket: WebSocket;
  origin: Origin;
  /** What it was sent last, and what that meant for it. */
  sent: { parts: Parts; you: string } | null;
  wantsChanges: boolean;
  /** What it was told last; undefined until it identifies itself, null before it has been told. */
  settings: Settings | null | undefined;
  /** It was skipped and gets the newest snapshot once what is on its way has arrived. */
  behind: boolean;
}

/** The WebSocket clients, each with the snapshot that it saw last. */
export interface Clients {
  readonly server: WebSocketServer;
  count(): number;
  /** Says `bye` to all: we end on purpose. Resolves when they have closed, after `byeMillisMax` at the latest. */
  bye(): Promise<void>;
}

export interface ClientsOptions {
  store: Store;
  run: RunCommand;
  log: Log;
  version: string;
  onCount(): void;
  /** It has said who it is, and of which build, where it is one of ours. */
  onIdentified(origin: Origin, build: string | undefined): void;
  /** A client whose tmux server is known is gone. */
  onGone(server: string): void;
}

export function serveClients({ store, run, log, version, onCount, onIdentified, onGone }: ClientsOptions): Clients {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const clients = new Set<Client>();
  let serialized: { state: State; parts: Parts } | undefined;
  let seq = 0;
  let flushedAt = 0;
  let pending: NodeJS.Timeout | undefined;

  /** The first change goes out at once, more in the same frame go out together at its end. */
  function changed(): void {
    if (pending !== undefined) return;
    const wait = flushedAt + frameMillis - performance.now();
    if (wait <= 0) flush();
    else pending = setTimeout(flush, wait);
  }

  function flush(): void {
    pending = undefined;
    flushedAt = performance.now();
    for (const client of clients) tell(client);
  }

  function tell(client: Client): void {
    const state = store.state();
    if (serialized?.state !== state) serialized = { state, parts: partsOf(shortened(snapshot(state))) };
    const now = { parts: serialized.parts, you: JSON.stringify(you(state, client.origin)) };
    const difference = client.sent === null ? '' : differenceJson(client.sent.parts, now.parts);
    const isSame = difference === null && client.sent?.you === now.you;
    const hasSettings = client.settings === undefined || client.settings === state.settings;
    if (isSame && hasSettings) return;
    if (client.socket.bufferedAmount > bufferedBytesMax) {
      client.behind = true;
      return;
    }
    if (!hasSettings) {
      say(client.socket, { type: 'settings', settings: state.settings });
      client.settings = state.settings;
    }
    if (isSame) return;
    const isWhole = client.sent === null || !client.wantsChanges;
    client.sent = now;
    seq += 1;
    const content = isWhole
      ? `"type":"state","seq":${seq},"state":${wholeJson(now.parts)}`
      : `"type":"changes","seq":${seq},${difference ?? '"sessions":[]'}`;
    client.socket.send(`{${content},"you":${now.you}}`, () => {
      if (!client.behind) return;
      client.behind = false;
      tell(client);
    });
  }

  function say(socket: WebSocket, message: ServerMessage): void {
    socket.send(JSON.stringify(message));
  }

  async function hear(client: Client, data: string): Promise<void> {
    const message = ClientMessage.safeParse(parseJson(data));
    if (!message.success) {
      const issue = message.error.issues[0];
      say(client.socket, {
        type: 'error',
        message: `not understood: ${issue?.path.join('.') || 'message'}: ${issue?.message}`,
      });
      return;
    }
    if (message.data.type === 'identify') {
      client.origin = message.data.origin;
      client.wantsChanges = message.data.changes === true;
      client.settings ??= null;
      tell(client);
      if (client.origin.server !== undefined) await attempt(client, { name: 'server.announce' });
      onIdentified(client.origin, message.data.build);
    } else {
      const { command, server } = message.data;
      // A client inside tmux has its server; another one may only name what is known, nothing to attach to.
      const isKnown = server !== undefined && store.state().servers.has(server);
      if (server === undefined || client.origin.server !== undefined) await attempt(client, command);
      else if (isKnown) await attempt({ ...client, origin: { server } }, command);
      else say(client.socket, { type: 'error', message: 'that tmux server is gone' });
    }
  }

  async function attempt(client: Client, command: Parameters<RunCommand>[0]): Promise<void> {
    try {
      const { client: name } = you(store.state(), client.origin);
      await run(command, name === null ? client.origin : { ...client.origin, client: name });
      if (command.name === 'session.pick') say(client.socket, { type: 'done', command: command.name });
    } catch (error) {
      log(`${command.name}: ${reason(error)}`);
      say(client.socket, { type: 'error', message: reason(error), command: command.name });
    }
  }

  server.on('connection', (socket) => {
    if (clients.size >= clientsMax) return socket.close(1013, 'too many clients');
    const client: Client = { socket, origin: {}, sent: null, wantsChanges: false, settings: undefined, behind: false };
    clients.add(client);
    onCount();
    socket.on('message', (data, isBinary) => {
      if (isBinary) socket.close(1003, 'text only');
      else void hear(client, data.toString());
    });
    socket.on('error', (error) => log(`a WebSocket client: ${error.message}`));
    socket.on('close', () => {
      clients.delete(client);
      onCount();
      if (client.origin.server !== undefined) onGone(client.origin.server);
    });
    say(socket, { type: 'hello', v: protocolVersion, version, pid: process.pid });
    tell(client);
  });
  store.onChange(changed);

  return {
    server,
    count: () => clients.size,
    async bye() {
      const closed = [...clients].map(({ socket }) => {
        say(socket, { type: 'bye' });
        socket.close(1001);
        return new Promise((resolve) => socket.once('close', resolve));
      });
      await Promise.race([Promise.all(closed), delay(byeMillisMax)]);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is as wrong as JSON of the wrong shape: the schema says so.
    return undefined;
  }
}
