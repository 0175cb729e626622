import type { Socket } from 'node:net';
import { Problem } from './problem.ts';

export const requestsPerSecondMax = 10_000;
const secondMillis = 1000;

/** Counts the requests of each connection. @throws Problem 429 for those over `requestsPerSecondMax` in a second */
export function rateGuard(perSecondMax = requestsPerSecondMax): (connection: Socket, now: number) => void {
  const counts = new WeakMap<Socket, { since: number; count: number }>();
  return (connection, now) => {
    const known = counts.get(connection);
    if (known === undefined || now - known.since >= secondMillis) {
      counts.set(connection, { since: now, count: 1 });
      return;
    }
    known.count += 1;
    if (known.count > perSecondMax)
      throw new Problem(429, 'Too Many Requests', `a connection has at most ${perSecondMax} requests a second`, {
        'retry-after': '1',
      });
  };
}
