import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { nearest } from '../core/nearest.ts';
import { checkSource, checkToken, type Door } from './guard.ts';
import { type Log, reason } from './log.ts';
import { Problem, sendProblem, sendProblemBytes } from './problem.ts';
import { rateGuard } from './rate.ts';
import { webSocketPath } from './routes/reading.ts';
import { answered, type Route } from './routes/route.ts';

// An import would read all exports: for one of them, `WebSocket`, Node loads undici, 30 ms and 8 MB (Node 24).
const { createServer } = process.getBuiltinModule('node:http');

const connectionsMax = 256;
const headersMillisMax = 4000;
/**
 * How often Node looks for connections whose headers or body are late: these come at most that much later than said here.
 * Each look wakes us up, and on the unix socket only this user could be late.
 */
const lateCheckMillis = { socket: 60_000, tcp: 5000 };
const requestMillisMax = 15_000;
/** How long a connection may wait for its next request; every answer says so. */
const keepAliveMillisMax = 5000;

export interface HttpOptions {
  door: Door;
  routes: readonly Route[];
  webSockets: WebSocketServer;
  /** We are about to end and serve nobody any more. */
  stopping: () => boolean;
  log: Log;
}

/** Our HTTP and WebSocket server for one door, not yet listening. */
export function createHttp({ door, routes, webSockets, stopping, log }: HttpOptions): Server {
  const server = createServer(
    {
      headersTimeout: headersMillisMax,
      requestTimeout: requestMillisMax,
      keepAliveTimeout: keepAliveMillisMax,
      connectionsCheckingInterval: lateCheckMillis[door.type],
      // Clients that offer HTTP/2 (`curl --http2`, Java's) send an Upgrade with a plain request.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      void serve(request, response);
    },
  );
  server.maxConnections = connectionsMax;
  const checkRate = rateGuard();
  const byPath = Map.groupBy(routes, ({ path }) => path);

  function checkStopping(): void {
    if (!stopping()) return;
    throw new Problem(503, 'Service Unavailable', 'the daemon ends', { 'retry-after': '1', connection: 'close' });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      checkSource(request, door);
      checkRate(request.socket, performance.now());
      checkStopping();
      const route = match(request, byPath);
      if (route.access === 'token') checkToken(request, door);
      send(response, await route.handle(request, response));
    } catch (error) {
      if (!(error instanceof Problem)) log(`${request.method} ${pathOf(request)}: ${reason(error)}`);
      // Whoever asked may have hung up.
      if (!response.destroyed) sendProblem(response, asProblem(error));
    }
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      checkSource(request, door);
      checkStopping();
      if (pathOf(request) !== webSocketPath)
        throw new Problem(404, 'Not Found', `the WebSocket is at ${webSocketPath}`);
      checkToken(request, door);
      webSockets.handleUpgrade(request, socket, head, (webSocket) => webSockets.emit('connection', webSocket, request));
    } catch (error) {
      sendProblemBytes(socket, asProblem(error));
    }
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable) sendProblemBytes(socket, unreadable(error));
    else socket.destroy();
  });
  return server;
}

function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(500, 'Internal Server Error', reason(error));
}

/** What Node could not read as a request. */
function unreadable({ code, message }: NodeJS.ErrnoException): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'Request Timeout', 'the request did not come in time');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(431, 'Request Header Fields Too Large', 'the headers are too large');
    default:
      return new Problem(400, 'Bad Request', `this is no HTTP request: ${message}`);
  }
}

function match(request: IncomingMessage, byPath: ReadonlyMap<string, readonly Route[]>): Route {
  const path = pathOf(request);
  const candidates = byPath.get(path) ?? [];
  const route = candidates.find(({ method }) => method === request.method);
  if (route !== undefined) return route;
  if (candidates.length > 0) {
    const allow = candidates.map(({ method }) => method).join(', ');
    throw new Problem(405, 'Method Not Allowed', `${path} takes ${allow}, not ${request.method}`, { allow });
  }
  const paths = [...byPath.keys()];
  const near = nearest(path, paths);
  const meant = near === null ? '' : `did you mean ${near}? `;
  throw new Problem(
    404,
    'Not Found',
    `no ${JSON.stringify(path.slice(0, 100))} here; ${meant}there is ${paths.join(', ')}`,
  );
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

function send(response: ServerResponse, content: unknown): void {
  if (content === answered) return;
  if (content === undefined) {
    response.writeHead(204).end();
    return;
  }
  const body = `${JSON.stringify(content)}\n`;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
