import * as z from 'zod/mini';
import { FeedEvent } from '../../protocol/feed.ts';
import { ProblemDocument } from '../../protocol/problem.ts';
import type { Route } from './route.ts';

/** Problems that every route may answer with; those with a token 401 besides. */
const problemsOfAll = [403, 421, 429, 503];

/** `GET /openapi.json`: the routes, and itself, as an OpenAPI 3.1 document made of the schemas that parse the requests. */
export function openApiRoute(others: readonly Route[], version: string): Route {
  let document: object | undefined;
  const route: Route = {
    method: 'GET',
    path: '/openapi.json',
    access: 'open',
    summary: 'This description.',
    answer: { status: 200, schema: z.record(z.string(), z.unknown()) },
    problems: [],
    // Made when somebody asks: that takes 10 ms, which the start of a daemon would wait for.
    handle: async () => {
      document ??= describe([...others, route], version);
      return document;
    },
  };
  return route;
}

function describe(routes: readonly Route[], version: string): object {
  const byPath = Map.groupBy(routes, ({ path }) => path);
  return {
    openapi: '3.1.0',
    info: { title: 'opensessions', version },
    servers: [{ url: 'http://127.0.0.1:{port}', variables: { port: { default: '7391' } } }],
    paths: Object.fromEntries(
      [...byPath].map(([path, all]) => [
        path,
        Object.fromEntries(all.map((route) => [route.method.toLowerCase(), operation(route)])),
      ]),
    ),
    components: {
      schemas: { Problem: jsonSchema(ProblemDocument), Event: jsonSchema(FeedEvent) },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operation({ path, access, summary, body, answer, problems }: Route): object {
  const statuses = [...problems, ...problemsOfAll, ...(access === 'token' ? [401] : [])].sort((a, b) => a - b);
  const { status, type = 'application/json', schema } = answer;
  return {
    operationId: path.slice(1).replace(/\W/g, '_'),
    summary,
    security: access === 'token' ? [{ token: [] }] : [],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done' : summary,
        ...(schema === undefined ? {} : { content: { [type]: { schema: jsonSchema(schema) } } }),
      },
      ...Object.fromEntries(statuses.map((one) => [one, problem])),
    },
  };
}

const problem = {
  description: 'Why not, in one line',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function jsonSchema(schema: z.ZodMiniType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
