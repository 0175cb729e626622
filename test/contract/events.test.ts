import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { EventStream } from './support/event-stream.ts';
import { post, send } from './support/http.ts';
import { type Stage, stage } from './support/stage.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['a']);
});
afterAll(() => on[Symbol.asyncDispose]());

const open = (headers = {}) => EventStream.open({ socketPath: on.world.paths.socket }, headers);
const push = async (path: string, body: object) =>
  expect((await on.daemon.post(path, { session: 'a', ...body })).status).toBe(204);

test('needs the token over TCP', async () => {
  expect((await send({ port: on.daemon.port }, '/events')).status).toBe(401);
  const stream = await EventStream.open({ port: on.daemon.port }, { authorization: `Bearer ${on.daemon.token}` });
  stream.close();
});

test('everything that happens is told once, in order, under ids that grow by one', async () => {
  const stream = await open();
  const which = { server: on.world.socket, id: on.sessions.get('a')?.session, name: 'a' };
  await push('/set-status', { text: 'busy', tone: 'info', ttl: 0.2 });
  expect(await stream.next('metadata', (one) => one.kind === 'status')).toEqual({
    ...which,
    kind: 'status',
    value: { text: 'busy', tone: 'info' },
  });
  expect(await stream.next('metadata', (one) => one.kind === 'status' && one.value === null)).toMatchObject(which);
  await push('/set-progress', { percent: 0.5 });
  await stream.next('metadata', (one) => one.kind === 'progress' && one.value?.percent === 0.5);
  await push('/log', { message: 'quiet' });
  await push('/notify', { message: 'loud' });
  await push('/clear-log', {});
  await stream.next('metadata', (one) => one.kind === 'log' && one.value?.message === 'quiet');
  await stream.next('metadata', (one) => one.kind === 'notify' && one.value.message === 'loud');
  await stream.next('metadata', (one) => one.kind === 'log' && one.value === null);
  await push('/agent', { agent: 'x', thread: 't', state: 'running' });
  const { thread } = await stream.next('thread', (one) => one.threadId === 't');
  expect(thread).toMatchObject({ agent: 'x', thread: 't', state: 'running' });
  await push('/agent', { agent: 'x', thread: 't', clear: true });
  await stream.next('thread', (one) => one.agent === 'x' && one.thread === null);

  const asked = post({ port: on.daemon.port }, '/ask', { session: 'a', question: 'q', choices: ['y'] });
  const { ask } = await stream.next('ask', (one) => one.type === 'opened');
  await post({ socketPath: on.world.paths.socket }, '/command', {
    command: { name: 'ask.answer', ask: ask.id, choice: 0 },
  });
  await asked;
  expect(await stream.next('ask', (one) => one.type === 'ended')).toEqual({
    type: 'ended',
    ask,
    answer: 'y',
    by: 'person',
  });

  await on.world.newSession('later');
  await stream.next('session', (one) => one.type === 'created' && one.name === 'later');
  await on.world.tmux('rename-session', '-t', '=later', 'other');
  await stream.next('session', (one) => one.type === 'renamed' && one.name === 'other');
  await on.world.tmux('new-window', '-d', '-t', '=other:');
  await stream.next('session', (one) => one.type === 'changed' && one.name === 'other');
  await on.world.attach({ session: 'a' });
  const { client } = await stream.next('client', (one) => one.type === 'attached');
  await on.world.tmux('switch-client', '-c', client, '-t', '=other');
  await stream.next('client', (one) => one.type === 'switched' && one.client === client);
  await on.world.tmux('detach-client', '-t', client);
  await stream.next('client', (one) => one.type === 'detached');
  await on.world.tmux('kill-session', '-t', '=other');
  await stream.next('session', (one) => one.type === 'closed' && one.name === 'other');

  const numbers = stream.events.map(({ id }) => Number(id.split('-')[1]));
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  stream.close();
});

test('who comes back hears what was missed, and no more', async () => {
  const first = await open();
  await push('/log', { message: 'seen' });
  await first.next('metadata', (one) => one.kind === 'log' && one.value?.message === 'seen');
  const { lastId } = first;
  first.close();
  await push('/log', { message: 'missed 1' });
  await push('/log', { message: 'missed 2' });
  const again = await open({ 'last-event-id': lastId });
  await again.next('metadata', (one) => one.kind === 'log' && one.value?.message === 'missed 2');
  expect(again.events.map(({ data }) => 'value' in data && data.value)).toMatchObject([
    { message: 'missed 1' },
    { message: 'missed 2' },
  ]);
  const nothingNew = await open({ 'last-event-id': again.lastId });
  await push('/log', { message: 'new' });
  await nothingNew.next('metadata');
  expect(nothingNew.events).toHaveLength(1);
  again.close();
  nothingNew.close();
});

test('an id of before everything or of another daemon: the whole snapshot first', async () => {
  const requests = Array.from({ length: 100 }, (_, index) => ({
    path: '/log',
    body: { session: 'a', message: `entry ${index}` },
  }));
  const stream = await open();
  await until(() => stream.lastId !== '', 'the first id');
  for (let round = 0; round < 12; round += 1) await on.daemon.post('/batch', { requests });
  for (const id of [stream.lastId.replace(/-.*/, '-1'), '1-1', 'x', '']) {
    const late = await open({ 'last-event-id': id });
    const { sessions } = await late.next('reset');
    expect(sessions.map(({ name }) => name)).toEqual(['a']);
    expect(late.events).toHaveLength(1);
    await push('/set-status', { text: `after ${id}` });
    await late.next('metadata', (one) => one.kind === 'status');
    late.close();
  }
  stream.close();
});
