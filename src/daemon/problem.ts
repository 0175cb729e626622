import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemDocument } from '../protocol/problem.ts';

/** A request that cannot be served, after RFC 9457. `detail` is one line for a person at a terminal. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, title: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.title = title;
    this.headers = headers;
  }
}

export function sendProblem(response: ServerResponse, problem: Problem): void {
  const { headers, body } = document(problem);
  response.writeHead(problem.status, headers);
  response.end(body);
}

/** The same on a bare socket, which is closed: a refused upgrade, or what is no HTTP at all. */
export function sendProblemBytes(socket: Duplex, problem: Problem): void {
  const { headers, body } = document(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    ...Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`),
  ];
  // Whoever asked may be gone already, which is all that can go wrong here.
  socket.on('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function document({ title, status, message, headers }: Problem): { headers: Record<string, string>; body: string } {
  const content: ProblemDocument = { title, status, detail: message };
  const body = `${JSON.stringify(content)}\n`;
  return {
    headers: {
      ...headers,
      'content-type': 'application/problem+json',
      'content-length': `${Buffer.byteLength(body)}`,
    },
    body,
  };
}
