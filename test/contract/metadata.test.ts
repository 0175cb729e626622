import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Metadata } from '../../src/protocol/metadata.ts';
import { until } from '../support/until.ts';
import { type Stage, stage } from './support/stage.ts';

let on: Stage;

beforeAll(async () => {
  on = await stage(['a', 'b']);
});
afterAll(() => on[Symbol.asyncDispose]());

async function metadata(name = 'a'): Promise<Metadata | undefined> {
  return (await on.daemon.state()).sessions.find((session) => session.name === name)?.metadata;
}

/** Pushes, and expects that it is taken: 204 without a body. */
async function push(path: string, body: object): Promise<void> {
  const { status, text } = await on.daemon.post(path, { session: 'a', ...body });
  expect([status, text]).toEqual([204, '']);
}

async function refused(path: string, body: object): Promise<{ status: number; detail: string }> {
  const { status, text } = await on.daemon.post(path, { session: 'a', ...body });
  return { status, detail: JSON.parse(text).detail };
}

beforeEach(async () => {
  await push('/set-status', { text: null });
  await push('/set-progress', { clear: true });
  await push('/clear-log', {});
  expect(await metadata()).toEqual({ status: null, progress: null, logs: [] });
});

describe('/set-status', () => {
  test('takes a text with a tone, neutral by default', async () => {
    await push('/set-status', { text: 'Indexing' });
    expect((await metadata())?.status).toEqual({ text: 'Indexing', tone: 'neutral' });
    for (const tone of ['info', 'success', 'warn', 'error', 'neutral']) {
      await push('/set-status', { text: 'Indexing', tone });
      expect((await metadata())?.status).toEqual({ text: 'Indexing', tone });
    }
  });

  test.each([null, '', '   ', '\u200b\u001b[0m'])('is cleared by %j', async (text) => {
    await push('/set-status', { text: 'Indexing', tone: 'info' });
    await push('/set-status', { text, tone: 'info' });
    expect((await metadata())?.status).toBe(null);
  });

  test('is cut at 100 graphemes, never inside one', async () => {
    const family = '👨‍👩‍👧‍👦';
    await push('/set-status', { text: family.repeat(100) });
    expect((await metadata())?.status?.text).toBe(family.repeat(100));
    await push('/set-status', { text: family.repeat(101) });
    expect((await metadata())?.status?.text).toBe(`${family.repeat(99)}…`);
    await push('/set-status', { text: 'é'.repeat(300) });
    expect((await metadata())?.status?.text).toBe(`${'é'.repeat(99)}…`);
  });
});

describe('/set-progress', () => {
  const nothing = { current: null, total: null, percent: null, label: null, indeterminate: false };
  test.each([
    [
      { current: 3, total: 10, label: 'files' },
      { current: 3, total: 10, label: 'files' },
    ],
    [{ current: 0 }, { current: 0 }],
    [{ percent: 0 }, { percent: 0 }],
    [
      { percent: 0.75, label: 'deploying' },
      { percent: 0.75, label: 'deploying' },
    ],
    [{ percent: 1 }, { percent: 1 }],
    [
      { label: 'files', percent: 0.5 },
      { label: 'files', percent: 0.5 },
    ],
    [{ label: 'waiting' }, { label: 'waiting' }],
    [{ percent: 0.5, label: '' }, { percent: 0.5 }],
  ])('takes %j', async (body, expected) => {
    await push('/set-progress', body);
    expect((await metadata())?.progress).toEqual({ ...nothing, ...expected });
  });

  test('replaces what was there, and is removed by clear', async () => {
    await push('/set-progress', { current: 3, total: 10, label: 'files' });
    await push('/set-progress', { percent: 0.5 });
    expect((await metadata())?.progress).toEqual({ ...nothing, percent: 0.5 });
    await push('/set-progress', { percent: 0.6, clear: true });
    expect((await metadata())?.progress).toBe(null);
  });
});

describe('/log', () => {
  test('appends an entry with the time at which it came', async () => {
    const before = Date.now();
    await push('/log', { message: 'Build started', tone: 'info', source: 'ci' });
    await push('/log', { message: 'Done' });
    const [first, second] = (await metadata())?.logs ?? [];
    expect(first).toEqual({
      message: 'Build started',
      tone: 'info',
      source: 'ci',
      at: expect.any(Number),
      notify: false,
    });
    expect(second).toMatchObject({ message: 'Done', tone: 'neutral', source: null });
    expect(first?.at).toBeGreaterThanOrEqual(before);
    expect(second?.at).toBeLessThanOrEqual(Date.now());
  });

  test('cuts messages at 500 graphemes, never inside one', async () => {
    const flag = '🇩🇪';
    await push('/log', { message: flag.repeat(501), source: 's'.repeat(100) });
    const [entry] = (await metadata())?.logs ?? [];
    expect(entry?.message).toBe(`${flag.repeat(499)}…`);
    expect(entry?.source).toBe(`${'s'.repeat(39)}…`);
  });

  test('is emptied by /clear-log', async () => {
    await push('/log', { message: 'x' });
    await push('/clear-log', {});
    expect((await metadata())?.logs).toEqual([]);
  });
});

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001bP+q\u001b\\text', 'text'],
  ['two\r\nlines\tand a tab', 'two lines and a tab'],
  ['a\u0000b\u0008c\u007fd\u0085e\u009b1mf', 'abcd ef'],
  ['\u202eevil\u2066x\u2069', 'evilx'],
  ['ze\u200bro\ufeff', 'zero'],
  ['שלום عليكم', 'שלום عليكم'],
  ['👩‍💻 works', '👩‍💻 works'],
  ['\ud800', '\ufffd'],
  ['<b>&amp;"\'`$(x)\\', '<b>&amp;"\'`$(x)\\'],
])('%j is kept as %j in status, label, message and source', async (text, kept) => {
  await push('/set-status', { text });
  await push('/set-progress', { label: text });
  await push('/log', { message: text, source: text });
  expect(await metadata()).toMatchObject({
    status: { text: kept },
    progress: { label: kept },
    logs: [{ message: kept, source: kept }],
  });
});

describe('a session', () => {
  const status = (session: string, text: string) => on.daemon.post('/set-status', { session, text });

  test('is named by name, by id, and by the id of a pane in it', async () => {
    const { session = '', pane = '' } = on.sessions.get('b') ?? {};
    for (const ref of ['b', session, pane]) {
      expect((await status(ref, `by ${ref}`)).status).toBe(204);
      expect((await metadata('b'))?.status?.text).toBe(`by ${ref}`);
    }
    expect((await metadata('a'))?.status).toBe(null);
  });

  test.each([
    'with.dot:and colon',
    '__proto__',
    'constructor',
    '-dash',
    'ünï ☂ 名',
    '#(touch pwned)',
    "'; touch pwned; '",
    '=x',
    '{left}',
    '50%',

    '%x',
  ])('named %j is found', async (name) => {
    // tmux expands formats in -s.
    await on.world.newSession(name.replaceAll('#', '##'));
    expect((await status(name, 'here')).status).toBe(204);
    const actual = (await on.daemon.state()).sessions.find(({ metadata }) => metadata.status?.text === 'here');
    expect([name, name.replace(/[.:]/g, '_')]).toContain(actual?.name);
    expect(existsSync(join(on.world.home, 'pwned'))).toBe(false);
    await on.world.tmux('kill-session', '-t', actual?.id ?? '');
    expect(({} as { status?: unknown }).status).toBe(undefined);
  });

  test('that nobody has: 404 names the known ones, for every endpoint', async () => {
    for (const [path, body] of [
      ['/set-status', { text: 'x' }],
      ['/set-progress', { percent: 1 }],
      ['/log', { message: 'x' }],
      ['/notify', { message: 'x' }],
      ['/clear-log', {}],
    ] as const) {
      for (const session of ['nope', '$999', '%999', 'A', 'a ', '_os_stash', '__proto__']) {
        const { status, detail } = await refused(path, { ...body, session });
        expect([session, status]).toEqual([session, 404]);
        expect(detail).toContain('known sessions: a, b');
        expect(detail).not.toContain('_os_stash,');
      }
    }
    const endless = await refused('/log', { session: 'x'.repeat(60_000), message: 'x' });
    expect(endless.status).toBe(400);
    expect(endless.detail.length).toBeLessThan(1000);
  });

  test('created a moment ago is found', async () => {
    for (let round = 0; round < 10; round += 1) {
      await on.world.newSession(`fresh-${round}`);
      expect((await status(`fresh-${round}`, 'x')).status).toBe(204);
    }
  });

  test('takes what was pushed along when it is renamed, and to the grave when it is killed', async () => {
    await on.world.newSession('old');
    await status('old', 'mine');
    await on.world.tmux('rename-session', '-t', '=old', 'new');
    await until(async () => (await metadata('new'))?.status?.text === 'mine', 'the status under the new name');
    await on.world.tmux('kill-session', '-t', '=new');
    await until(async () => (await metadata('new')) === undefined, 'the session to be gone');
    await on.world.newSession('new');
    await until(async () => (await metadata('new'))?.status === null, 'the next session of that name, with nothing');
  });
});

describe('/notify', () => {
  test('shows a message to those who look elsewhere, as text, and is in the log', async () => {
    const elsewhere = await on.world.attach({ session: 'b' });
    const here = await on.world.attach({ session: 'a' });
    await until(async () => (await on.daemon.state()).clients.length === 2, 'both clients');
    const marks = { elsewhere: elsewhere.mark(), here: here.mark() };

    await push('/notify', { message: 'Deployed #(touch pwned) #{pid} %H 100%', source: 'ci', tone: 'success' });
    await elsewhere.until(
      (screen) => screen.includes('a: [ci] Deployed #(touch pwned) #{pid} %H 100%'),
      'the message, word for word',
    );
    // What tmux shows on one client it has shown on the other.
    await on.world.settled(here);
    expect(here.screen().includes('Deployed')).toBe(false);
    expect(here.draws('Deployed', marks.here)).toBe(0);
    expect(existsSync(join(on.world.home, 'pwned'))).toBe(false);
    expect((await metadata())?.logs).toMatchObject([
      { message: 'Deployed #(touch pwned) #{pid} %H 100%', source: 'ci', tone: 'success', notify: true },
    ]);
    await elsewhere.detach();
    await here.detach();
  });

  test('without a client is an entry all the same', async () => {
    await until(async () => (await on.daemon.state()).clients.length === 0, 'no client');
    await push('/notify', { message: 'alone' });
    expect((await metadata())?.logs).toMatchObject([{ message: 'alone', notify: true }]);
  });
});
