import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Snapshot } from '../../../../src/protocol/state.ts';
import { clean } from '../../../../src/protocol/text.ts';
import { listLines } from '../../../../src/sidebar/plain/list.ts';
import { lineGraphemesMax, newsLinesMax, say } from '../../../../src/sidebar/plain/say.ts';
import { type PlainView, plainView } from '../../../../src/sidebar/plain/view.ts';
import { ask, entry, metadata, now, server, session, snapshot, thread } from '../../../screen/support/states.ts';
import { snapshot as anySnapshot } from '../arbitrary.ts';

const you = { server, client: null, session: '$1', cursor: null, visible: true, mouse: false };
const view = (state: Snapshot, at: string | null = '$1') => plainView(state, { ...you, session: at });
const api = session(1, 'api');
const web = session(2, 'web');
const login = { thread: 't1', name: 'fix login' };
const waiting = thread('waiting', 12, { ...login, detail: 'Bash: rm -rf build?' });
const running = thread('running', 130, login);
const ship = ask('q1', 1, 'Ship it?', ['yes', 'no']);

test('everything is told in a line for each session', () => {
  const all = snapshot(
    [
      { ...api, branch: 'feat/auth', threads: [waiting, thread('done', 5, { agent: 'codex', unseen: true })] },
      {
        ...web,
        branch: null,
        threads: [thread('running', 3600, { thread: 't3', certainty: 'inferred', outside: true })],
        metadata: metadata({
          status: { text: 'Deploying', tone: 'warn' },
          progress: { current: 3, total: 10, percent: null, label: 'files', indeterminate: false },
        }),
      },
      session(3, 'docs', { branch: null }),
    ],
    api,
    [ask('q2', 2, 'Ship it?', ['yes', 'no'])],
  );
  expect(say(null, view(all), now)).toEqual([
    '3 sessions, 2 wait for you.',
    '1. api, current, claude, fix login, waits for you since 12 seconds: Bash: rm -rf build?; codex is done, not seen yet; branch feat/auth',
    '2. web, asks: Ship it? Answers: 1 yes, 2 no; claude probably works since 1 hour outside tmux; status: warning: Deploying; progress: 3 of 10 files',
    '3. docs',
  ]);
});

test.each<[name: string, before: Snapshot, after: Snapshot, lines: string[]]>([
  [
    'a thread that begins to wait',
    snapshot([{ ...api, threads: [running] }]),
    snapshot([{ ...api, threads: [waiting] }]),
    ['api: claude, fix login, waits for you: Bash: rm -rf build?'],
  ],
  [
    'a thread that waits for something else',
    snapshot([{ ...api, threads: [waiting] }]),
    snapshot([{ ...api, threads: [{ ...waiting, detail: 'Edit?' }] }]),
    ['api: claude, fix login, waits for you: Edit?'],
  ],
  [
    'a thread that does something else is no news',
    snapshot([{ ...api, threads: [running] }]),
    snapshot([{ ...api, threads: [{ ...running, detail: 'reads', since: now, subagents: 2 }] }]),
    [],
  ],
  [
    'a thread that is done',
    snapshot([{ ...api, threads: [running] }]),
    snapshot([{ ...api, threads: [{ ...running, state: 'done', unseen: true }] }]),
    ['api: claude, fix login, is done'],
  ],
  [
    'an end that was seen is no news',
    snapshot([{ ...api, threads: [{ ...running, state: 'done', unseen: true }] }]),
    snapshot([{ ...api, threads: [{ ...running, state: 'done' }] }]),
    [],
  ],
  ['an agent that is only there is no news', snapshot([api]), snapshot([{ ...api, threads: [thread('idle', 1)] }]), []],
  [
    'an agent that begins',
    snapshot([api]),
    snapshot([{ ...api, threads: [thread('running', 1)] }]),
    ['api: claude works'],
  ],
  [
    'an agent that goes in the middle of something',
    snapshot([{ ...api, threads: [running] }]),
    snapshot([api]),
    ['api: claude, fix login is gone'],
  ],
  ['a question', snapshot([api]), snapshot([api], api, [ship]), ['api: asks: Ship it? Answers: 1 yes, 2 no']],
  ['a question that is over', snapshot([api], api, [ship]), snapshot([api]), ['api: no longer asks: Ship it?']],
  [
    'a status',
    snapshot([api]),
    snapshot([{ ...api, metadata: metadata({ status: { text: 'Broken', tone: 'error' } }) }]),
    ['api: status: error: Broken'],
  ],
  [
    'a status that is cleared',
    snapshot([{ ...api, metadata: metadata({ status: { text: 'x', tone: 'info' } }) }]),
    snapshot([api]),
    ['api: status cleared'],
  ],
  [
    'progress and log are no news',
    snapshot([api]),
    snapshot([
      {
        ...api,
        metadata: metadata({
          logs: [entry('info', 'x')],
          progress: { current: 1, total: 2, percent: null, label: null, indeterminate: false },
        }),
      },
    ]),
    [],
  ],
  [
    'only the new one of notices',
    snapshot([
      {
        ...api,
        metadata: metadata({ logs: [entry('info', 'a', { notify: true }), entry('info', 'b', { notify: true })] }),
      },
    ]),
    snapshot([
      {
        ...api,
        metadata: metadata({ logs: [entry('info', 'b', { notify: true }), entry('error', 'c', { notify: true })] }),
      },
    ]),
    ['api: ci says: error: c'],
  ],
  ['sessions come and go', snapshot([api]), snapshot([web]), ['api was closed', '1. web is new']],
  ['a session has another name', snapshot([api]), snapshot([{ ...api, name: 'auth' }]), ['api is now called auth']],
  ['another order is no news', snapshot([api, web], api), snapshot([web, api], api), []],
  ['the last session goes', snapshot([api]), snapshot([]), ['no sessions any more']],
  [
    'of a hidden session only what waits',
    snapshot([api, web], api, [], { filter: 'all', hidden: ['web'], showsHidden: false }),
    snapshot(
      [
        api,
        { ...web, threads: [waiting, thread('done', 1)], metadata: metadata({ status: { text: 'x', tone: 'info' } }) },
      ],
      api,
      [],
      { filter: 'all', hidden: ['web'], showsHidden: false },
    ),
    ['web: claude, fix login, waits for you: Bash: rm -rf build?'],
  ],
])('%s', (_, before, after, lines) => {
  expect(say(view(before), view(after), now)).toEqual(lines);
});

test('where the person is, is told', () => {
  const both = snapshot([api, web]);
  expect(say(view(both), view(both, '$2'), now)).toEqual(['now in web']);
  // In no pane of ours: the only terminal says it.
  expect(view(both, null).here).toBe(view(both, '$1').here);
  expect(view({ ...both, clients: [...both.clients, ...both.clients] }, null).here).toBeNull();
});

test('sessions that come back after there were none are told in full', () => {
  expect(say(view(snapshot([])), view(snapshot([api])), now)).toEqual(listLines(view(snapshot([api])), now));
});

test('too much news is counted', () => {
  const many = Array.from({ length: 50 }, (_, index) => session(index + 2, `s${index}`));
  const lines = say(view(snapshot([api])), view(snapshot([api, ...many])), now);
  expect(lines).toHaveLength(newsLinesMax + 1);
  expect(lines.at(-1)).toBe('and 30 more; l lists everything');
});

const views: fc.Arbitrary<PlainView> = anySnapshot.map((state) =>
  plainView(state, { ...you, server: null, session: null }),
);

test('the same again says nothing, however often it was copied', () => {
  fc.assert(
    fc.property(views, fc.nat(), (one, at) => {
      expect(say(one, structuredClone(one), at)).toEqual([]);
    }),
  );
});

test('every line is one harmless line, and none is endless', () => {
  fc.assert(
    fc.property(views, views, fc.nat(), (before, after, at) => {
      for (const line of [...say(null, after, at), ...say(before, after, at)]) {
        expect(clean(line)).toBe(line.trim());
        expect([...new Intl.Segmenter().segment(line)].length).toBeLessThanOrEqual(lineGraphemesMax + 1);
      }
    }),
  );
});
