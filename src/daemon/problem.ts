import type { ServerResponse } from 'node:http';

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
  const body = `${JSON.stringify({ title: problem.title, status: problem.status, detail: problem.message })}\n`;
  response.writeHead(problem.status, {
    ...problem.headers,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
