import { describe, expect, test } from 'vitest';
import type { ListPrefs } from '../../../src/protocol/listed.ts';
import type { Session } from '../../../src/protocol/state.ts';
import { groupKeyOf } from '../../../src/sidebar/groups.ts';
import { itemsOf } from '../../../src/sidebar/items.ts';
import { keyOf, type Model } from '../../../src/sidebar/model.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { header } from '../../../src/sidebar/view/header.ts';
import { list } from '../../../src/sidebar/view/list.ts';
import { nextTickMs } from '../../../src/sidebar/view/tick.ts';
import { now, session, state } from '../../screen/support/states.ts';
import { worktrees } from '../../screen/support/worktrees.ts';

const repository = '/home/me/code/shop';
const [notes, shop, login, web, long] = worktrees as [Session, Session, Session, Session, Session];
const group = groupKeyOf(shop);
const folded = { folded: [repository] };

function shownWith(prefs: Partial<ListPrefs>, at = notes, sessions = worktrees, before?: Model): Model {
  const size = { columns: 26, rows: 30 };
  const first = start({ place: 'tmux', home: '/', version: '1', size, snapshot: null, now, server: null });
  const live = before ?? update(first, { type: 'link', link: 'live' }, now).model;
  return update(live, state(sessions, at, {}, [], prefs), now).model;
}

function pressed(model: Model, ...keys: string[]) {
  const step = { model, commands: [], ends: false } as ReturnType<typeof update>;
  return keys.reduce((before, key) => update(before.model, { type: 'key', key }, now), step);
}

function drawn(model: Model): string[] {
  return list(model, 20).lines.map(({ spans }) => spans.map(({ text }) => text).join(''));
}

const fold = (isFolded: boolean) => [{ name: 'list.fold', repository, folded: isFolded }];

describe('the cursor', () => {
  test('stands on the line of a group as on a session, and goes past what is folded', () => {
    expect(pressed(shownWith({}), 'j').model.cursor).toBe(group);
    expect(pressed(shownWith({}), 'j', 'j').model.cursor).toBe(keyOf(shop));
    expect(pressed(shownWith(folded), 'j', 'j').model.cursor).toBe(keyOf(web));
    expect(pressed(shownWith(folded), 'j', 'j', 'k').model.cursor).toBe(group);
  });

  test('goes to the line when its session is folded away, and stays there when it is unfolded', () => {
    const before = shownWith({}, login);
    expect(before.cursor).toBe(keyOf(login));
    const after = shownWith(folded, login, worktrees, before);
    expect(after.cursor).toBe(group);
    expect(shownWith({}, login, worktrees, after).cursor).toBe(group);
  });

  test('stands there when its client goes to a folded session, by whatever way', () => {
    expect(shownWith(folded, login, worktrees, shownWith(folded)).cursor).toBe(group);
  });

  test('goes to a member when there is no group any more', () => {
    const before = shownWith(folded, login);
    expect(shownWith(folded, notes, [notes, web, long], before).cursor).toBe(keyOf(notes));
    expect(shownWith(folded, login, [notes, login, web], before).cursor).toBe(keyOf(login));
  });

  test('on a group is no session: nothing is killed, hidden or reported', () => {
    const on = pressed(shownWith({}), 'j').model;
    for (const key of ['x', 'H', 'R', 'i']) {
      const { model, commands } = pressed(on, key);
      expect([model.mode.name, commands]).toEqual(['list', []]);
    }
  });
});

describe('folding', () => {
  test('is asked for from the line or from a member that has nothing to fold', () => {
    const model = shownWith({});
    expect(pressed(model, 'j', 'h').commands).toEqual(fold(true));
    expect(pressed(model, 'j', 'l').commands).toEqual([]);
    expect(pressed(model, 'j', 'enter').commands).toEqual(fold(true));
    expect(pressed(model, 'j', 'j', 'h').commands).toEqual(fold(true));
    expect(pressed(model, 'j', 'j', 'l', 'h').commands).toEqual([]);
    expect(pressed(model, 'j', 'j', 'l', 'h', 'left').commands).toEqual(fold(true));
    expect(pressed(model, 'h').commands).toEqual([]);
  });

  test('is undone on the line', () => {
    const model = shownWith(folded);
    expect(pressed(model, 'j', 'right').commands).toEqual(fold(false));
    expect(pressed(model, 'j', 'enter').commands).toEqual(fold(false));
    expect(pressed(model, 'j', 'h').commands).toEqual([]);
  });

  test('J and K move the whole group from its line, a member from its own', () => {
    const moves = (...keys: string[]) => pressed(shownWith({}), ...keys).commands;
    expect(moves('j', 'J')).toEqual([{ name: 'session.move', session: shop.id, by: 1, group: true }]);
    expect(moves('j', 'j', 'K')).toEqual([{ name: 'session.move', session: shop.id, by: -1 }]);
  });

  test('leaves numbers, search and Tab as they are', () => {
    const model = shownWith(folded);
    expect(itemsOf(model).flatMap((item) => (item.type === 'session' ? [item.number] : []))).toEqual([1, 5]);
    expect(pressed(model, '4').commands).toEqual([{ name: 'session.switchIndex', index: 4 }]);
    expect(pressed(model, 'tab').commands).toEqual([{ name: 'session.switch', session: shop.id, focus: 'sidebar' }]);
    expect(pressed(model, '/', 'f', 'i', 'x', 'enter').commands).toEqual([
      { name: 'session.switch', session: login.id, focus: 'work' },
    ]);
  });

  test('hides nothing that waits: not from the line, not from the header, not from the clock', () => {
    const model = shownWith(folded);
    expect(drawn(model)[1]).toBe(' ▸ shop 3           ◉2    ');
    const waitingIn = (one: Model) => header(one, '').spans.find(({ style }) => style === 'state-waiting')?.text;
    expect(waitingIn(model)).toBe(' ◉2');
    expect(waitingIn(shownWith({ hidden: ['fix-login'], excluded: [long.name] }))).toBe(' ◉2');
    expect(nextTickMs(model)).not.toBeNull();
  });

  test('with nobody waiting shows the most urgent state, and since when', () => {
    const quiet = worktrees.map((one) => (one === shop ? one : { ...one, threads: [] }));
    expect(drawn(shownWith(folded, notes, quiet))[1]).toBe(' ▸ shop 3           ⠹ 2m  ');
    const idle = worktrees.map((one) => ({ ...one, threads: [] }));
    expect(drawn(shownWith(folded, notes, idle))[1]).toBe(' ▸ shop 3');
  });
});

test('D on the line of a group is for all that is in it', () => {
  const news = worktrees.map((one) => ({
    ...one,
    threads: one.threads.map((thread) => ({ ...thread, thread: one.name, unseen: true })),
  }));
  const { commands } = pressed(shownWith({}, notes, news), 'j', 'D');
  expect(commands.map((command) => 'thread' in command && command.thread)).toEqual(['shop', 'fix-login', long.name]);
});

test('what the config leaves out is counted nowhere but in what waits', () => {
  const text = header(shownWith({ excluded: ['notes'] }), '').spans.map(({ text }) => text);
  expect(text.join('')).toContain(' 4  ◉2');
  const none = shownWith({ excluded: worktrees.map(({ name }) => name) });
  expect(drawn(none)[0]).toBe(' none: sessionFilter');
});

test('two sessions of one checkout are no group', () => {
  const plain = [shop, session(7, 'again', { git: shop.git })];
  expect(itemsOf(shownWith(folded, shop, plain)).map(({ type }) => type)).toEqual(['session', 'session']);
});
