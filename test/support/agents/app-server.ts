import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** A thread as `thread/read` of Codex 0.169 describes it. */
export function thread(home: string, id: string, more: Record<string, unknown>): Record<string, unknown> {
  return {
    id,
    environments: [{ environmentId: 'local', cwd: '/home/dev/api', runtimeWorkspaceRoots: ['/home/dev/api'] }],
    sessionId: id,
    parentThreadId: null,
    preview: '',
    ephemeral: false,
    model: 'gpt-5.3-codex',
    createdAt: 1795267384,
    updatedAt: 1795267384,
    status: { type: 'idle' },
    path: `${home}/sessions/2026/11/21/rollout-2026-11-21T13-21-39-${id}.jsonl`,
    cwd: '/home/dev/api',
    cliVersion: '0.169.0',
    originator: 'codex-tui',
    source: 'vscode',
    threadSource: 'user',
    name: null,
    turns: [],
    ...more,
  };
}

export interface AppServer {
  /** By id, what `thread/read` answers; the keys are loaded. */
  threads: Map<string, Record<string, unknown>>;
  /** Methods that clients called, answers to the server's requests as `answer`. */
  called: string[];
  /** Methods that are answered with an error, as an older server does. */
  unknown: Set<string>;
  tell(method: string, params: object, emittedAtMs?: number): void;
  /** Ends all connections, or the whole server. */
  drop(): void;
  close(): Promise<void>;
}

/** Speaks as Codex's app-server does: a WebSocket over a unix socket, JSON-RPC without its version. */
export async function serveApp(socket: string): Promise<AppServer> {
  const http = createServer();
  const webSockets = new WebSocketServer({ server: http });
  const app: AppServer = {
    threads: new Map(),
    called: [],
    unknown: new Set(),
    tell(method, params, emittedAtMs = Date.now()) {
      for (const client of webSockets.clients) client.send(JSON.stringify({ method, params, emittedAtMs }));
    },
    drop() {
      for (const client of webSockets.clients) client.terminate();
    },
    async close() {
      app.drop();
      webSockets.close();
      await new Promise((done) => http.close(done));
    },
  };
  webSockets.on('connection', (client) => client.on('message', (data) => answer(client, JSON.parse(String(data)))));

  function answer(client: WebSocket, { id, method, params }: { id?: number; method?: string; params?: Asked }): void {
    app.called.push(method ?? 'answer');
    if (id === undefined || method === undefined) return;
    const reply = (result: unknown) => client.send(JSON.stringify({ id, result }));
    if (app.unknown.has(method)) client.send(JSON.stringify({ id, error: { code: -32601, message: 'unknown' } }));
    else if (method === 'initialize') reply({ userAgent: 'codex-tui/0.169.0', codexHome: '/h', platformOs: 'linux' });
    else if (method === 'thread/loaded/list') reply({ data: [...app.threads.keys()], nextCursor: null });
    else if (method === 'thread/list') reply({ data: [...app.threads.values()], nextCursor: null });
    else if (method === 'thread/read') {
      const found = app.threads.get(params?.threadId ?? '');
      if (found === undefined) client.send(JSON.stringify({ id, error: { code: -32600, message: 'no such thread' } }));
      else reply({ thread: found, readState: null });
    }
  }

  await new Promise<void>((done) => http.listen(socket, done));
  return app;
}

interface Asked {
  threadId?: string;
}
