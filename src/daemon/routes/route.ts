import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod/mini';

/** What a handler gives back that wrote its answer itself. */
export const answered = Symbol('answered');

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** `open` routes can only decorate and ask; `token` ones read state or act. */
  access: 'open' | 'token';
  /** One sentence for the reader of the description. */
  summary: string;
  /** What has to be sent, as JSON. */
  body?: z.ZodMiniType;
  answer: AnswerShape;
  /** Statuses of problems that are this route's own. */
  problems: readonly number[];
  /** What comes back as JSON; undefined answers 204. @throws Problem */
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;
}

export interface AnswerShape {
  status: 101 | 200 | 204;
  /** Default application/json. */
  type?: string;
  schema?: z.ZodMiniType;
}

export const noContent: AnswerShape = { status: 204 };
