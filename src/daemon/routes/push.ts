import type * as z from 'zod/mini';
import type { Target } from '../../protocol/target.ts';
import { parse, readJson } from '../body.ts';
import type { FindKey } from '../find.ts';
import { noContent, type Route } from './route.ts';

/** A route that decorates a session, alone or in a batch. */
export interface Push extends Route {
  /** @throws Problem */
  take: (content: unknown) => Promise<void>;
}

export interface PushOptions<T extends Target> {
  path: string;
  summary: string;
  schema: z.ZodMiniType<T>;
  /** `key` is the session's. @throws Problem */
  accept: (push: T, key: string) => void | Promise<void>;
}

export function push<T extends Target>(find: FindKey, { path, summary, schema, accept }: PushOptions<T>): Push {
  async function take(content: unknown): Promise<void> {
    const body = parse(schema, content);
    await accept(body, await find(body));
  }
  return {
    method: 'POST',
    path,
    access: 'open',
    summary,
    body: schema,
    answer: noContent,
    problems: [400, 404, 413, 415],
    take,
    async handle(request) {
      await take(await readJson(request));
      return undefined;
    },
  };
}
