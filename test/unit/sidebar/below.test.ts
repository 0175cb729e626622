import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/protocol/state.ts';
import { belowOf } from '../../../src/sidebar/below.ts';
import { keyOf } from '../../../src/sidebar/model.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { now, pane, session, state, thread } from '../../screen/support/states.ts';

const windows: Session['windows'] = [
  { id: '@1', index: 0, name: 'sh', active: false, panes: [pane(1)] },
  {
    id: '@2',
    index: 3,
    name: 'work',
    active: true,
    panes: [pane(2, { active: false, command: 'vim' }), pane(3, { command: 'claude' })],
  },
];
const two = session(0, 'api', {
  windows,
  threads: [
    thread('waiting', 5, { thread: '1', pane: '%3' }),
    thread('running', 5, { thread: '2', pane: '%1' }),
    thread('done', 5, { thread: '3', outside: true, unseen: true }),
    thread('done', 5, { thread: '4', pane: '%2', unseen: true }),
  ],
});
const one = session(1, 'web', { windows: windows.slice(0, 1), threads: [thread('idle', 5, { pane: '%1' })] });
const bare = session(2, 'bare');

/** What the keys lead to, from the first session on. */
function pressed(...keys: string[]) {
  const size = { columns: 26, rows: 30 };
  const first = start({ place: 'tmux', home: '/', version: '1', size, snapshot: null, now, server: null });
  const live = update(first, { type: 'link', link: 'live' }, now).model;
  const shown = update(live, state([two, one, bare], two), now);
  return keys.reduce((step, key) => update(step.model, { type: 'key', key }, now), shown);
}

describe('below an unfolded session', () => {
  const names = (of: Session) =>
    belowOf(of, { unfolded: new Set([keyOf(of)]) }).map((below) => {
      if (below.type === 'window') return below.window.name;
      return (below.inWindow ? ' ' : '') + (below.type === 'thread' ? below.thread.thread : `${below.pane.command}`);
    });

  test('stand its windows with their threads and other panes, then the threads that are in none', () => {
    expect(names(two)).toEqual(['sh', ' 2', 'work', ' 1', ' 4', '3']);
    const oneGone = { ...two, threads: two.threads.slice(0, 3) };
    expect(names(oneGone)).toEqual(['sh', ' 2', 'work', ' 1', ' vim', '3']);
  });

  test('a window that is linked twice stands there once: the cursor must know where it is', () => {
    const again = windows.slice(0, 1).map((window) => ({ ...window, index: 7 }));
    expect(names({ ...two, windows: [...windows, ...again] })).toEqual(['sh', ' 2', 'work', ' 1', ' 4', '3']);
  });

  test('a single window is not told, its panes are', () => {
    expect(names(one)).toEqual(['claude']);
    expect(pressed('j', 'j', 'l').model.notice?.text).toBe('one window, no agents');
    expect(names({ ...bare, windows: windows.slice(1) })).toEqual(['vim', 'claude']);
  });
});

describe('Enter and D', () => {
  test('mean the window or the thread that the cursor is on', () => {
    expect(pressed('l', 'j', 'j', 'j', 'enter').commands).toEqual([
      { name: 'window.focus', session: '$0', window: '@2' },
    ]);
    expect(pressed('l', 'j', 'j', 'j', 'j', 'enter').commands).toEqual([{ name: 'pane.focus', pane: '%3' }]);
    expect(pressed('l', 'j', 'j', 'j', 'D').commands).toEqual([
      { name: 'thread.dismiss', agent: 'claude', thread: '4' },
    ]);
  });

  test('mean exactly the pane that the cursor is on, in which nothing has ended', () => {
    const plain = { ...two, threads: two.threads.slice(3) };
    const on = update(pressed('l').model, state([plain, one, bare], two), now);
    const keys = (...all: string[]) => all.reduce((step, key) => update(step.model, { type: 'key', key }, now), on);
    expect(keys('j', 'j', 'j', 'j', 'enter').commands).toEqual([{ name: 'pane.focus', pane: '%3' }]);
    expect(keys('j', 'j', 'j', 'j', 'D')).toMatchObject({
      commands: [],
      model: { notice: { text: 'nothing new here' } },
    });
  });

  test('h leaves the window for its session, which it folds then', () => {
    const onWindow = pressed('l', 'j');
    expect(onWindow.model.thread).not.toBeNull();
    const onSession = pressed('l', 'j', 'h').model;
    expect([onSession.thread, onSession.unfolded.size]).toEqual([null, 1]);
    expect(pressed('l', 'j', 'h', 'h').model.unfolded.size).toBe(0);
  });

  test('a window that is closed gives the cursor back to its session', () => {
    const { model } = pressed('l', 'j');
    const closed = { ...two, windows: windows.slice(1) };
    expect(update(model, state([closed, one, bare], two), now).model.thread).toBeNull();
  });
});
