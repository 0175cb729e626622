import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';
import { isAuthorized } from './token.ts';

/** How a request reached us: over the 0600 unix socket it is this user's, over TCP it may be any web page's. */
export type Door = { type: 'socket' } | { type: 'tcp'; token: string };

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Against DNS rebinding and web pages: over TCP the `Host` must be a loopback name with our port, and an `Origin`, which
 * only browsers send, must be ours.
 *
 * @throws Problem 421 or 403
 */
export function checkSource(request: IncomingMessage, door: Door): void {
  if (door.type === 'socket') return;
  const { localPort } = request.socket;
  const { host, origin } = request.headers;
  if (host === undefined || !isOurs(host, '', localPort)) {
    throw new Problem(421, 'Misdirected Request', `Host must be ${loopbackNames[0]}:${localPort}, not ${quoted(host)}`);
  }
  if (origin !== undefined && !isOurs(origin, 'http://', localPort)) {
    throw new Problem(403, 'Forbidden', `requests from the origin ${quoted(origin)} are not served`);
  }
}

/** What reads state or acts needs the token, or the unix socket. @throws Problem 401 */
export function checkToken(request: IncomingMessage, door: Door): void {
  if (door.type === 'socket' || isAuthorized(request.headers.authorization, door.token)) return;
  throw new Problem(
    401,
    'Unauthorized',
    'send "Authorization: Bearer <token>" with the token from the state directory',
    {
      'www-authenticate': 'Bearer',
    },
  );
}

function isOurs(header: string, scheme: string, port: number | undefined): boolean {
  const given = header.toLowerCase();
  return loopbackNames.some((name) => given === `${scheme}${name}:${port}`);
}

function quoted(header: string | undefined): string {
  return JSON.stringify((header ?? '').slice(0, 100));
}
