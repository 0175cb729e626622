import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { post } from './support/http.ts';
import { type Stage, stage } from './support/stage.ts';
import { WsClient } from './support/ws-client.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['a', 'b', 'short-lived']);
});
afterAll(() => on[Symbol.asyncDispose]());

const question = { session: 'a', question: 'Ship it?', choices: ['yes', 'no'] };
const asks = async () => (await on.daemon.state()).asks;
const ask = (body: object) => post({ port: on.daemon.port }, '/ask', body);
const isOpen = (text: string) =>
  until(async () => (await asks()).find((one) => one.question === text), `the question ${text}`);
const answer = (id: string, choice: number) =>
  post({ socketPath: on.world.paths.socket }, '/command', { command: { name: 'ask.answer', ask: id, choice } });

test('a question waits in the snapshot, and gets the answer that a person chose', async () => {
  const before = Date.now();
  const asked = ask(question);
  const open = await isOpen('Ship it?');
  expect(open).toEqual({
    id: expect.any(String),
    server: on.world.socket,
    session: on.sessions.get('a')?.session,
    question: 'Ship it?',
    choices: ['yes', 'no'],
    since: expect.any(Number),
    expires: open.since + 600_000,
  });
  expect(open.since).toBeGreaterThanOrEqual(before);
  expect((await answer(open.id, 2)).status).toBe(409);
  expect((await answer(open.id, 1)).status).toBe(204);
  const { status, text } = await asked;
  expect([status, JSON.parse(text)]).toEqual([200, { answer: 'no', by: 'person' }]);
  expect(await asks()).toEqual([]);
  const late = await answer(open.id, 0);
  expect([late.status, JSON.parse(late.text).detail]).toEqual([
    409,
    'no such question: it was answered, withdrawn or timed out',
  ]);
});

test('a sidebar answers over its WebSocket; what it cannot answer is an error of one line', async () => {
  const client = await WsClient.open({ socketPath: on.world.paths.socket });
  const asked = ask({ ...question, question: 'Over there?' });
  const { state } = await client.next('state', ({ state }) => state.asks.length > 0);
  client.command({ name: 'ask.answer', ask: state.asks[0]?.id ?? '', choice: 0 });
  expect(JSON.parse((await asked).text)).toEqual({ answer: 'yes', by: 'person' });
  client.command({ name: 'ask.answer', ask: 'nobody', choice: 0 });
  expect((await client.next('error')).message).toContain('no such question');
  client.close();
});

test('nobody answers in time: the default, or 408', async () => {
  const withDefault = await ask({ ...question, timeout: 0.05, default: 'no' });
  expect([withDefault.status, JSON.parse(withDefault.text)]).toEqual([200, { answer: 'no', by: 'default' }]);
  const without = await ask({ ...question, timeout: 0.05 });
  expect([without.status, JSON.parse(without.text).detail]).toEqual([408, 'nobody answered in time']);
  expect(await asks()).toEqual([]);
});

test('it is withdrawn when the caller hangs up', async () => {
  const body = JSON.stringify({ ...question, question: 'Anybody?' });
  const sent = request({
    port: on.daemon.port,
    path: '/ask',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  sent.on('error', () => undefined);
  sent.end(body);
  await isOpen('Anybody?');
  sent.destroy();
  await until(async () => (await asks()).length === 0, 'the question to be withdrawn');
});

test('it ends with its session: 410', async () => {
  const asked = ask({ ...question, session: 'short-lived' });
  await isOpen('Ship it?');
  await on.world.tmux('kill-session', '-t', '=short-lived');
  expect((await asked).status).toBe(410);
});

test.each([
  [{ choices: [] }, 'choices: '],
  [{ choices: Array.from({ length: 10 }, (_, index) => `${index}`) }, 'choices: '],
  [{ choices: ['a', 'a\u200b'] }, 'choices: must all be different'],
  [{ choices: ['a', ' '] }, 'choices.1: must not be empty'],
  [{ question: '' }, 'question: must not be empty'],
  [{ default: 'maybe' }, 'default: must be one of the choices'],
  [{ timeout: 0 }, 'timeout: '],
  [{ timeout: 86_401 }, 'timeout: '],
  [{ session: undefined }, 'session: name a session or a pane'],
])('%j: 400', async (change, issue) => {
  const { status, text } = await ask({ ...question, ...change });
  expect([status, JSON.parse(text).detail]).toEqual([400, expect.stringContaining(issue)]);
});

test('a hundred wait at one time: 429 beyond', async () => {
  const many = Array.from({ length: 100 }, () => ask({ ...question, question: 'One of many' }));
  await until(async () => (await asks()).length === 100, 'all questions');
  const refused = await ask(question);
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '10']);
  for (const { id } of await asks()) expect((await answer(id, 0)).status).toBe(204);
  for (const { status } of await Promise.all(many)) expect(status).toBe(200);
});

test('the daemon ends: 503 for those who wait', async () => {
  await using other = await stage(['a']);
  const asked = post({ port: other.daemon.port }, '/ask', question);
  await until(async () => (await other.daemon.state()).asks.length === 1, 'the question');
  process.kill(other.daemon.pid, 'SIGTERM');
  const { status, text } = await asked;
  expect([status, JSON.parse(text).detail]).toEqual([503, 'the daemon ends']);
});
