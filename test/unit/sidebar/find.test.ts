import { describe, expect, test } from 'vitest';
import { find } from '../../../src/sidebar/find.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { now, session, state, thread } from '../../screen/support/states.ts';

const sessions = [
  session(0, 'api', { branch: 'feat/login', dir: '/home/me/code/api' }),
  session(1, 'web', { threads: [thread('running', 5, { agent: 'codex', name: 'fix the login', pane: '%7' })] }),
  session(2, 'infra', { dir: '/srv/terraform' }),
];

function opened(
  keys: readonly string[],
  list = { filter: 'all' as const, hidden: [] as string[], showsHidden: false },
) {
  const size = { columns: 26, rows: 30 };
  const first = start({ place: 'tmux', home: '/home/me', version: '1', size, snapshot: null, now, server: null });
  const live = update(first, { type: 'link', link: 'live' }, now).model;
  const shown = update(live, state(sessions, sessions[0], {}, [], list), now).model;
  return keys.reduce((step, key) => update(step.model, { type: 'key', key }, now), {
    model: shown,
    commands: [],
    ends: false,
  } as ReturnType<typeof update>);
}

const names = (text: string) =>
  find(opened([]).model, text).map(({ session, thread, text }) => (thread === null ? session.name : text));

describe('finding', () => {
  test('looks at names, branches, threads and directories', () => {
    expect(names('web')[0]).toBe('web');
    expect(names('login')).toEqual(expect.arrayContaining(['api', 'codex fix the login']));
    expect(names('tform')).toEqual(['infra']);
    expect(names('qqq')).toEqual([]);
  });

  test('says which characters matched', () => {
    const [hit] = find(opened([]).model, 'wb');
    expect(hit).toMatchObject({ text: 'web', matched: [0, 2] });
  });

  test('lists all sessions while nothing is typed, hidden ones as well', () => {
    const hidden = { filter: 'running' as const, hidden: ['infra'], showsHidden: false };
    expect(find(opened([], hidden as never).model, ' ').map(({ text }) => text)).toEqual(['api', 'web', 'infra']);
  });

  test('goes to the session, or to exactly the pane of the thread', () => {
    expect(opened(['/', 'i', 'n', 'f', 'enter']).commands).toEqual([
      { name: 'session.switch', session: '$2', focus: 'work' },
    ]);
    const keys = ['/', ...'codex', 'enter'];
    expect(opened(keys).commands).toEqual([{ name: 'pane.focus', pane: '%7' }]);
    expect(opened(['/', 'down', 'enter']).commands).toEqual([{ name: 'session.switch', session: '$1', focus: 'work' }]);
  });

  test('leaves everything as it was with Escape, and stays where nothing was found', () => {
    const before = opened(['j']).model;
    expect(opened(['j', '/', 'a', 'down', 'escape']).model).toEqual(before);
    const nothing = opened(['/', 'q', 'q', 'q', 'enter']);
    expect(nothing.commands).toEqual([]);
    expect(nothing.model.mode).toMatchObject({ name: 'find', text: 'qqq' });
  });
});

describe('renaming', () => {
  test('begins with the name, and asks for the other one only', () => {
    expect(opened(['R', 'enter']).commands).toEqual([]);
    expect(opened(['R', 'backspace', 'p', 's', 'enter']).commands).toEqual([
      { name: 'session.rename', session: '$0', to: 'apps' },
    ]);
    const empty = opened(['R', 'ctrl-u', 'enter']);
    expect([empty.commands, empty.model.mode.name]).toEqual([[], 'rename']);
  });

  test('closes when the session is gone', () => {
    const { model } = opened(['R']);
    expect(update(model, state(sessions.slice(1)), now).model.mode.name).toBe('list');
  });
});
