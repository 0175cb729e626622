import { describe, expect, test } from 'vitest';
import { earlyKeys } from '../../../src/sidebar/early-keys.ts';
import type { Mode, Place } from '../../../src/sidebar/model.ts';
import { start, type UiEvent } from '../../../src/sidebar/ui.ts';
import { session, state } from '../../screen/support/states.ts';

const key = (name: string): UiEvent => ({ type: 'key', key: name });
const listed = state([session(0, 'api')]);
const toAll = state([session(0, 'api')], undefined, { server: null });
const empty = state([]);

function opened(place: Place = 'popup') {
  const early = earlyKeys();
  const model = start({
    place,
    home: '/home/me',
    version: '1.0.0',
    size: { columns: 60, rows: 20 },
    snapshot: null,
    server: '/tmp/s',
    now: 0,
  });
  const press = (...names: string[]) => names.map((name) => early.keeps(model, key(name)));
  const next = (event: UiEvent, mode: Mode = { name: 'list' }) => early.next({ ...model, mode }, event);
  return { press, next };
}

describe('keys before the daemon answers', () => {
  test('are kept in their order until it has said what they can be about', () => {
    const { press, next } = opened();
    expect(press('j', 'enter')).toEqual([true, true]);
    expect(next({ type: 'link', link: 'live' })).toBe(undefined);
    expect(next(toAll)).toBe(undefined);
    expect(next(empty)).toBe(undefined);
    expect(next(listed)).toEqual(key('j'));
    expect(next(key('j'))).toEqual(key('enter'));
    expect(next(key('enter'))).toBe(undefined);
    expect(press('k')).toEqual([false]);
  });

  test('are given up to the daemon that does not come, or refuses', () => {
    for (const event of [
      { type: 'link', link: 'gone' },
      { type: 'error', message: 'served by another' },
    ] satisfies UiEvent[]) {
      const { press, next } = opened();
      press('2');
      expect(next(event)).toEqual(key('2'));
    }
  });

  test('answer no question that could not be read', () => {
    const { press, next } = opened();
    press('x', 'y', 'y');
    expect(next(listed)).toEqual(key('x'));
    expect(next(key('x'), { name: 'confirm-kill', target: 'a' })).toBe(undefined);
    expect(next(listed)).toBe(undefined);
  });

  test('close a popup at once, and are not kept in a terminal of its own', () => {
    expect(opened().press('j', 'q', 'escape')).toEqual([true, false, false]);
    expect(opened('tmux').press('q', 'escape')).toEqual([true, true]);
    expect(opened('terminal').press('j')).toEqual([false]);
  });

  test('are so many and no more', () => {
    const { press, next } = opened();
    press(...Array.from({ length: 100 }, () => 'j'));
    let count = 0;
    for (let event: UiEvent | undefined = next(listed); event !== undefined; event = next(event)) count += 1;
    expect(count).toBe(64);
  });
});
