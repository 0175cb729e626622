import { describe, expect, test } from 'vitest';
import { noticeActions } from '../../../src/core/notice.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { placement, type State, sessionKey } from '../../../src/core/state.ts';
import { shortened, snapshot, you } from '../../../src/core/view.ts';
import { logEntriesMax, logEntriesShown } from '../../../src/protocol/metadata.ts';
import { git, later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const sketch = {
  sessions: { a: ['@1', '@2'], b: ['@2'] },
  windows: { '@1': ['live', '*work', 'work'], '@2': ['slot', '*work'] },
  clients: { x: 'a', y: 'b' },
} as const satisfies ServerSketch;

const full = serving(
  sketch,
  { type: 'directories.seen', server, dirs: new Map([['$0', '/x']]) },
  { type: 'git.seen', dir: '/x', git: git({ dirty: true }) },
  {
    type: 'ports.listed',
    ports: [
      { server, pane: '%21', port: 5173, program: 'vite', pid: 8 },
      { server, pane: '%11', port: 3000, program: 'node', pid: 7 },
      { server, pane: '%12', port: 3000, program: 'node', pid: 9 },
      { server, pane: '%99', port: 1, program: 'gone', pid: 10 },
    ],
  },
  { type: 'cursor.moved', server, client: 'x', session: '$1' },
  ...Array.from({ length: logEntriesMax }, (_, at) => ({
    type: 'log.pushed' as const,
    key: sessionKey(server, '$0'),
    push: { message: `m${at}` },
    at,
    notify: false,
  })),
);

test('the snapshot has sessions with their windows, without panes of ours', () => {
  const { sessions, clients } = snapshot(full);
  expect(sessions.map(({ metadata: _, ...session }) => session)).toEqual([
    {
      id: '$0',
      server,
      name: 'a',
      dir: '/x',
      branch: 'main',
      git: git({ dirty: true }),
      ports: [
        { pane: '%11', port: 3000, program: 'node', pid: 7 },
        { pane: '%21', port: 5173, program: 'vite', pid: 8 },
      ],
      threads: [],
      windows: [
        {
          id: '@1',
          index: 0,
          name: 'window@1',
          active: true,
          panes: [
            { id: '%11', active: true, command: null, dir: null },
            { id: '%12', active: false, command: null, dir: null },
          ],
        },
        {
          id: '@2',
          index: 1,
          name: 'window@2',
          active: false,
          panes: [{ id: '%21', active: true, command: null, dir: null }],
        },
      ],
    },
    {
      id: '$1',
      server,
      name: 'b',
      dir: null,
      branch: null,
      git: null,
      ports: [{ pane: '%21', port: 5173, program: 'vite', pid: 8 }],
      threads: [],
      windows: [
        {
          id: '@2',
          index: 0,
          name: 'window@2',
          active: true,
          panes: [{ id: '%21', active: true, command: null, dir: null }],
        },
      ],
    },
  ]);
  expect(clients).toEqual([
    { name: 'x', server, session: '$0', window: '@1', cursor: '$1' },
    { name: 'y', server, session: '$1', window: '@2', cursor: '$1' },
  ]);
});

test('the short form has the newest log entries, and leaves the long one alone', () => {
  const long = snapshot(full);
  const messages = (state: typeof long) => state.sessions[0]?.metadata.logs.map((entry) => entry.message);
  expect(messages(shortened(long))).toEqual(messages(long)?.slice(-logEntriesShown));
  expect(messages(long)).toHaveLength(logEntriesMax);
});

describe('you', () => {
  test.each([
    [
      'a sidebar beside a client',
      { server, pane: '%10' },
      { client: 'x', session: '$0', cursor: '$1', visible: true, away: true },
    ],
    [
      "a sidebar in the other client's window",
      { server, pane: '%20' },
      { client: 'y', session: '$1', cursor: '$1', visible: true, away: true },
    ],
    ['a popup before a client', { server, client: 'y' }, { client: 'y', session: '$1', cursor: '$1', visible: true }],
    [
      'a popup whose client left',
      { server, client: 'z' },
      { client: null, session: null, cursor: null, visible: true },
    ],
    ['a pane that nobody sees', { server, pane: '%99' }, { client: null, session: null, cursor: null, visible: false }],
    ['a terminal outside tmux', {}, { server: null, client: null, session: null, cursor: null, visible: true }],
    [
      'a tmux server that is unknown',
      { server: '/other', pane: '%10' },
      { server: '/other', client: null, session: null, cursor: null, visible: false },
    ],
  ])('%s', (_, origin, expected) => {
    expect(you(full, origin)).toEqual({ server, mouse: false, ...expected });
  });
});

test('a notification goes to the clients that look elsewhere', () => {
  const text = 'a: [ci] done';
  expect(noticeActions(full, sessionKey(server, '$0'), { message: 'done', source: 'ci' })).toEqual({
    server,
    actions: [{ type: 'client.message', client: 'y', text }],
  });
  expect(noticeActions(full, sessionKey(server, '$1'), { message: 'done' })?.actions).toEqual([
    { type: 'client.message', client: 'x', text: 'b: done' },
  ]);
  expect(noticeActions(full, sessionKey(server, '$9'), { message: 'done' })).toBe(null);
});

describe('placement', () => {
  const placed = (
    options: { width: string; position: string },
    config: State['config'] = { width: null, position: null },
  ) => {
    const state = later(
      full,
      { type: 'tmux.listed', server, topology: { ...topology(sketch), options } },
      { type: 'config.read', config },
    );
    const known = state.servers.get(server);
    return known && placement(state, known);
  };

  test.each([
    ['nothing said', { width: '', position: '' }, { width: 26, position: 'left' }],
    ['tmux options', { width: '40', position: 'right' }, { width: 40, position: 'right' }],
    ['nonsense', { width: '-5', position: 'top' }, { width: 26, position: 'left' }],
    ['too narrow', { width: '3', position: '' }, { width: 20, position: 'left' }],
    ['too wide', { width: '99999999999999999999999', position: '' }, { width: 60, position: 'left' }],
  ])('%s', (_, options, expected) => {
    expect(placed(options)).toEqual(expected);
  });

  test('the config file has the last word', () => {
    expect(placed({ width: '40', position: 'right' }, { width: 30, position: 'left' })).toEqual({
      width: 30,
      position: 'left',
    });
  });
});

test('what happens to one session leaves the others the same objects, in full and shortened', () => {
  const next = reduce(full, { type: 'cursor.moved', server, client: 'y', session: '$0' });
  const pushed = reduce(next, {
    type: 'log.pushed',
    key: sessionKey(server, '$0'),
    push: { message: 'one more' },
    at: 1,
    notify: false,
  });
  const [before, after] = [snapshot(next).sessions, snapshot(pushed).sessions];
  expect(after[0]).not.toEqual(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(shortened(snapshot(pushed)).sessions[1]).toBe(shortened(snapshot(next)).sessions[1]);
});
