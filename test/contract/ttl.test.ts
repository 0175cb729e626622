import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { type Stage, stage } from './support/stage.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['a', 'b']);
});
afterAll(() => on[Symbol.asyncDispose]());

const session = async (name = 'a') => (await on.daemon.state()).sessions.find((one) => one.name === name);
const push = async (path: string, body: object) => (await on.daemon.post(path, body)).status;

test('status and progress disappear by themselves, each at its time, and what has no ttl stays', async () => {
  expect(await push('/set-progress', { session: 'a', percent: 0.5 })).toBe(204);
  expect(await push('/set-status', { session: 'a', text: 'soon gone', ttl: 0.3 })).toBe(204);
  await until(async () => (await session())?.metadata.status === null, 'the status to be over');
  expect((await session())?.metadata.progress).toMatchObject({ percent: 0.5 });
  expect(await push('/set-progress', { session: 'a', percent: 0.6, ttl: 0.05 })).toBe(204);
  await until(async () => (await session())?.metadata.progress === null, 'the progress to be over');
});

test('a push without a ttl takes the one before back', async () => {
  await push('/set-status', { session: 'a', text: 'same', ttl: 0.2 });
  await push('/set-status', { session: 'a', text: 'same' });
  await push('/set-status', { session: 'b', text: 'clock', ttl: 0.4 });
  // The later one is over: so would be the first.
  await until(async () => (await session('b'))?.metadata.status === null, 'the later status to be over');
  expect((await session())?.metadata.status?.text).toBe('same');
});

test.each([0, -1, 604_801, '5', null])('a ttl of %j: 400', async (ttl) => {
  const { status, text } = await on.daemon.post('/set-status', { session: 'a', text: 'x', ttl });
  expect([status, JSON.parse(text).detail]).toEqual([400, expect.stringContaining('ttl: ')]);
});

test('indeterminate needs no number', async () => {
  expect(await push('/set-progress', { session: 'a', indeterminate: true, label: 'linking' })).toBe(204);
  expect((await session())?.metadata.progress).toEqual({
    current: null,
    total: null,
    percent: null,
    label: 'linking',
    indeterminate: true,
  });
  expect(await push('/set-progress', { session: 'a', indeterminate: false })).toBe(400);
});

test('a pane names its session; without both: 400', async () => {
  const pane = on.sessions.get('b')?.pane;
  expect(await push('/set-status', { pane, text: 'by pane' })).toBe(204);
  expect((await session('b'))?.metadata.status?.text).toBe('by pane');
  expect(await push('/set-status', { pane: '%999', text: 'x' })).toBe(404);
  for (const body of [{ pane: 'b', text: 'x' }, { text: 'x' }]) expect(await push('/set-status', body)).toBe(400);
  const { text } = await on.daemon.post('/set-status', {});
  expect(JSON.parse(text).detail).toMatch(/text: .*; session: name a session or a pane/);
});

test('names as people type them: rewritten by tmux, nearly right, hostile', async () => {
  for (const name of ['v1.2:x', 'a$(touch x)', "q';touch x;'", 'two\nlines', 'back\\slash', 'a$b']) {
    await on.world.newSession(name);
    expect(await push('/set-status', { session: name, text: 'found' }), name).toBe(204);
  }
  const { status, text } = await on.daemon.post('/set-status', { session: 'v1_3_x', text: 'x' });
  expect([status, JSON.parse(text).detail]).toEqual([404, expect.stringContaining('did you mean "v1_2_x"?')]);
  const path = await on.daemon.post('/set-statos', {});
  expect([path.status, JSON.parse(path.text).detail]).toEqual([
    404,
    expect.stringContaining('did you mean /set-status?'),
  ]);
});
