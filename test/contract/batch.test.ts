import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, stage } from './support/stage.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['a', 'b']);
});
afterAll(() => on[Symbol.asyncDispose]());

test('each on its own and in order: what fails says why and stops nothing', async () => {
  const { status, text } = await on.daemon.post('/batch', {
    requests: [
      { path: '/set-status', body: { session: 'a', text: 'one' } },
      { path: '/set-status', body: { session: 'a', text: 'two' } },
      { path: '/log', body: { session: 'nope', message: 'x' } },
      { path: '/log', body: { session: 'b' } },
      { path: '/ask', body: { session: 'a', question: 'q', choices: ['y'] } },
      { path: '/command', body: { command: { name: 'quit' } } },
      { path: '/batch', body: { requests: [] } },
      { path: '/agent', body: { session: 'b', agent: 'x', state: 'done' } },
    ],
  });
  expect(status).toBe(200);
  const { results } = JSON.parse(text);
  expect(results.map((one: { status: number }) => one.status)).toEqual([204, 204, 404, 400, 404, 404, 404, 204]);
  expect(results[0]).toEqual({ status: 204 });
  expect(results[2].detail).toContain('no session "nope"');
  expect(results[3].detail).toContain('message: ');
  expect(results[4].detail).toContain('a batch takes /set-status');
  const [a, b] = (await on.daemon.state()).sessions;
  expect(a?.metadata.status?.text).toBe('two');
  expect(b?.threads.map(({ agent }) => agent)).toEqual(['x']);
});

test.each([
  {},
  { requests: [] },
  { requests: Array.from({ length: 101 }, () => ({ path: '/log', body: {} })) },
  { requests: [{ body: {} }] },
  { requests: 'x' },
])('no batch: 400', async (body) => {
  expect((await on.daemon.post('/batch', body)).status).toBe(400);
});
