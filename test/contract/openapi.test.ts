import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { allowedBy, type JsonSchema } from './support/from-schema.ts';
import { post, type RawAnswer, send } from './support/http.ts';
import { type Stage, stage } from './support/stage.ts';

interface Operation {
  summary: string;
  security: object[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
}
interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object };
}

let on: Stage;
let description: Description;

beforeAll(async () => {
  on = await stage(['a']);
  description = JSON.parse((await send({ port: on.daemon.port }, '/openapi.json')).text);
});
afterAll(() => on[Symbol.asyncDispose]());

const pushes = ['/set-status', '/set-progress', '/log', '/clear-log', '/notify', '/agent', '/ask', '/batch'];
const operation = (path: string): Operation => {
  const found = Object.values(description.paths[path] ?? {})[0];
  if (found === undefined) throw new Error(`${path} is not described`);
  return found;
};
const bodyOf = (path: string) => operation(path).requestBody?.content['application/json']?.schema ?? {};
const accepts = (schema: JsonSchema, value: unknown) =>
  z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value).success;

/** The answer is one that the description knows, and has the shape that it says. */
function expectDescribed(path: string, { status, headers, text }: RawAnswer): void {
  const response = operation(path).responses[status];
  expect(response, `${path} answers ${status}: ${text}`).toBeDefined();
  if (status === 204) {
    expect(text).toBe('');
    return;
  }
  if (status >= 400) {
    expect(headers['content-type']).toBe('application/problem+json');
    expect(accepts(description.components.schemas['Problem'] ?? {}, JSON.parse(text)), text).toBe(true);
    return;
  }
  const schema = response?.content?.['application/json']?.schema;
  expect(accepts(schema ?? { const: 'no schema' }, JSON.parse(text)), text).toBe(true);
}

test('names every endpoint, with its answers and who may', async () => {
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths).sort()).toEqual(
    [...pushes, '/health', '/state', '/explain', '/recording', '/events', '/ws', '/command', '/openapi.json'].sort(),
  );
  for (const path of Object.keys(description.paths)) {
    const { summary, security, responses } = operation(path);
    expect(summary).toMatch(/\.$/);
    const needsToken = security.length > 0;
    expect('401' in responses).toBe(needsToken);
    const method = Object.keys(description.paths[path] ?? {})[0]?.toUpperCase() ?? '';
    const { status } = await send({ port: on.daemon.port }, path, { method });
    expect(status === 401, `${path} without a token: ${status}`).toBe(needsToken);
  }
});

test('what is read has the shape that it says', async () => {
  const target = { socketPath: on.world.paths.socket };
  for (const path of ['/health', '/state', '/openapi.json']) expectDescribed(path, await send(target, path));
});

describe.each(pushes)('%s', (path) => {
  const push = (body: unknown) => post({ port: on.daemon.port }, path, body);
  /** Nobody shall wait for an answer; most shall meet a session. */
  const aimed = (value: unknown, known: boolean) => ({
    ...(value as object),
    ...(path === '/ask' ? { timeout: 0.001 } : {}),
    ...(known && path !== '/batch' ? { session: 'a' } : {}),
  });

  test('takes what its schema allows, or says what else is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(allowedBy(bodyOf(path)), fc.boolean(), async (value, known) => {
        expectDescribed(path, await push(aimed(value, known)));
      }),
      { numRuns: 40 },
    );
  });

  test('refuses what its schema refuses, naming the field', async () => {
    const { properties = {}, required = [] } = bodyOf(path);
    const valid = fc.sample(allowedBy(bodyOf(path)), { numRuns: 1, seed: 7 })[0] as Record<string, unknown>;
    for (const name of Object.keys(properties)) {
      const wrong = { ...aimed(valid, true), [name]: { not: 'allowed' } };
      const answer = await push(wrong);
      expect([answer.status, JSON.parse(answer.text).detail], name).toEqual([
        400,
        expect.stringContaining(`${name}: `),
      ]);
    }
    for (const name of required) {
      const { [name]: _, ...less } = aimed(valid, true) as Record<string, unknown>;
      const answer = await push(less);
      expect([answer.status, JSON.parse(answer.text).detail], name).toEqual([
        400,
        expect.stringContaining(`${name}: `),
      ]);
    }
  });

  test('any other JSON: 400 unless the schema allows it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const answer = await push(JSON.stringify(value));
        expectDescribed(path, answer);
        if (!accepts(bodyOf(path), value)) expect(answer.status).toBe(400);
      }),
      { numRuns: 25 },
    );
  });
});
