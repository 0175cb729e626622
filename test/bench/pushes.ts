import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** One push of a program: a path and its body. */
export type Push = [path: string, body: object];

const connections = 8;

/** Keep-alive connections to a daemon. */
export interface Pusher {
  /** As fast as they are taken, in this order. @throws Error when an answer is not 204 */
  all(pushes: Iterable<Push>): Promise<void>;
  /** At a steady pace, whatever the answers take; resolves with the last answer. */
  paced(pushes: Iterable<Push>, perSecond: number): Promise<void>;
  close(): void;
}

export function openPusher(port: number): Pusher {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  function send([path, body]: Push): Promise<void> {
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 204 ? resolve() : reject(new Error(`${path} answered ${response.statusCode}`)),
        );
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The daemon closed a connection that lay idle, just before this was sent over it.
        if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send([path, body]));
        else reject(error);
      });
      sent.end(text);
    });
  }

  return {
    async all(pushes) {
      const rest = pushes[Symbol.iterator]();
      await Promise.all(
        Array.from({ length: connections }, async () => {
          for (let next = rest.next(); next.done !== true; next = rest.next()) await send(next.value);
        }),
      );
    },
    async paced(pushes, perSecond) {
      const startedAt = performance.now();
      const sent: Promise<void>[] = [];
      const failures: unknown[] = [];
      for (const one of pushes) {
        const dueIn = startedAt + (sent.length * 1000) / perSecond - performance.now();
        if (dueIn > 0) await pause(dueIn);
        if (failures.length > 0) break;
        sent.push(send(one).catch((error: unknown) => void failures.push(error)));
      }
      await Promise.all(sent);
      if (failures.length > 0) throw failures[0];
    },
    close: () => agent.destroy(),
  };
}
