import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepPreferences } from '../../../src/daemon/preferences.ts';
import { createStore, type Store } from '../../../src/daemon/store.ts';
import { server, topology } from '../../support/states.ts';
import { began, process, says } from '../core/agents-support.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'os-preferences-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const files = () => ({ sessionOrder: join(root, 'config', 'session-order.json'), ui: join(root, 'state', 'ui.json') });
const sketch = {
  sessions: { a: ['@1'], b: ['@2'], c: ['@3'] },
  windows: { '@1': ['*work'], '@2': ['*work'], '@3': ['*work'] },
} as const;

/** A daemon's store that keeps its preferences, and what it logged. */
function open(): { store: Store; log: string[] } {
  const store = createStore();
  const log: string[] = [];
  keepPreferences(store, files(), (line) => log.push(line));
  store.dispatch({ type: 'tmux.listed', server, topology: topology(sketch) });
  return { store, log };
}

test('what a person did to the list is there again after a restart, in private files', () => {
  const { store } = open();
  store.dispatch({ type: 'session.moved', server, session: '$2', by: -2 });
  store.dispatch({ type: 'session.hidden', server, session: '$1', hidden: true });
  store.dispatch({ type: 'list.filtered', filter: 'agents' });
  store.dispatch({ type: 'list.revealed', shows: true });
  store.dispatch({ type: 'list.folded', repository: '/code/api', folded: true });
  expect(open().store.state().list).toEqual({
    order: ['c', 'a', 'b'],
    hidden: ['b'],
    filter: 'agents',
    showsHidden: true,
    folded: ['/code/api'],
  });
  expect(JSON.parse(readFileSync(files().sessionOrder, 'utf8'))).toEqual(['c', 'a', 'b']);
  for (const file of Object.values(files())) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['is no JSON', 'x{', '{"hidden":'],
  ['has another shape', '{"a": 1}', '[1, 2]'],
  [
    'holds what is no name',
    '[1, null, {"a": "b"}, ""]',
    '{"hidden": [7], "folded": ["", 1, {}], "filter": "none", "unseen": [1]}',
  ],
  ['is too large', JSON.stringify(['x'.repeat(2_000_000)]), '{}'],
])('a file that %s counts as not there', (_, order, ui) => {
  for (const file of Object.values(files())) mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(files().sessionOrder, order);
  writeFileSync(files().ui, ui);
  const { store } = open();
  expect(store.state().list).toEqual({ order: [], hidden: [], filter: 'all', showsHidden: false, folded: [] });
  store.dispatch({ type: 'session.moved', server, session: '$0', by: 1 });
  expect(JSON.parse(readFileSync(files().sessionOrder, 'utf8'))).toEqual(['b', 'a', 'c']);
});

test('an order inside an object is taken, and what else is in ui.json stays', () => {
  for (const file of Object.values(files())) mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(files().sessionOrder, '{"order": ["c", "b"]}');
  writeFileSync(files().ui, '{"later": 7}');
  const { store } = open();
  expect(store.state().list.order).toEqual(['c', 'b']);
  store.dispatch({ type: 'list.filtered', filter: 'running' });
  expect(JSON.parse(readFileSync(files().ui, 'utf8'))).toMatchObject({ later: 7, filter: 'running' });
});

test('a file that cannot be written is said, and the list goes on', () => {
  writeFileSync(join(root, 'config'), 'in the way');
  const { store, log } = open();
  store.dispatch({ type: 'session.moved', server, session: '$0', by: 1 });
  expect(store.state().list.order).toEqual(['b', 'a', 'c']);
  expect(log.join()).toContain('cannot keep');
});

test('what ended unseen is news after a restart until it is seen, and what was seen is none', () => {
  const ended = (store: Store, now: number) => {
    store.dispatch({ type: 'agents.watched', now });
    const processes = [process(1, { place: { server, pane: '%10' } })];
    store.dispatch({ type: 'agents.listed', processes, now });
    store.dispatch({
      type: 'evidence.observed',
      evidence: [says('registry', 'idle', 0), says('transcript', 'done', 10)],
      now,
    });
    // A turn's end is held back a moment.
    store.dispatch({ type: 'clock.ticked', now: now + 10_000 });
    return store.state().agents.rows.map(({ thread }) => thread.unseen);
  };
  const first = open().store;
  expect(ended(first, began)).toEqual([true]);
  const second = open().store;
  expect(ended(second, began + 1000)).toEqual([true]);
  second.dispatch({ type: 'thread.dismissed', agent: 'claude', thread: 'T1' });
  expect(ended(open().store, began + 2000)).toEqual([false]);
});
