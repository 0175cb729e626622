import { describe, expect, test } from 'vitest';
import { plan } from '../../../src/core/plan.ts';
import { type State, sessionKey } from '../../../src/core/state.ts';
import { snapshot } from '../../../src/core/view.ts';
import type { Git } from '../../../src/protocol/git.ts';
import { listed } from '../../../src/protocol/listed.ts';
import { git, later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const sketch = {
  sessions: { a: ['@1'], b: ['@2'], c: ['@3'], d: ['@4'] },
  windows: { '@1': ['*work'], '@2': ['*work'], '@3': ['*work'], '@4': ['*work'] },
  clients: { tty: 'a' },
} as const satisfies ServerSketch;

const shown = (state: State) => {
  const { sessions, asks, list } = snapshot(state);
  return listed(sessions, asks, list)
    .map(({ name }) => name)
    .join('');
};
const moved = (session: string, by: number) => ({ type: 'session.moved', server, session, by }) as const;
const hidden = (session: string, hidden = true) => ({ type: 'session.hidden', server, session, hidden }) as const;

describe('the order', () => {
  test('is what a person made of it, and the same object where nothing moves', () => {
    const state = serving(sketch);
    expect(shown(later(state, moved('$0', 1)))).toBe('bacd');
    expect(shown(later(state, moved('$3', -1)))).toBe('abdc');
    expect(shown(later(state, moved('$1', 100)))).toBe('acdb');
    expect(later(state, moved('$0', -1))).toBe(state);
    expect(later(state, moved('$9', 1))).toBe(state);
  });

  test('passes hidden sessions by', () => {
    const state = serving(sketch, hidden('$1'), moved('$0', 1));
    expect(shown(state)).toBe('cad');
    expect(snapshot(state).sessions.map(({ name }) => name)).toEqual(['b', 'c', 'a', 'd']);
  });

  test('outlives its sessions, keeps the places of those of another server, and takes new ones last', () => {
    const before = serving(sketch, moved('$3', -1), moved('$3', -1));
    expect(shown(before)).toBe('adbc');
    const gone = later(before, { type: 'tmux.gone', server });
    const other = {
      type: 'tmux.listed',
      server: '/other',
      topology: topology({ ...sketch, sessions: { x: ['@1'], c: ['@2'] } }),
    } as const;
    const moves = { type: 'session.moved', server: '/other', session: '$0', by: -1 } as const;
    const both = later(gone, other, moves, { type: 'tmux.gone', server: '/other' });
    const back = later(both, {
      type: 'tmux.listed',
      server,
      topology: topology({ ...sketch, sessions: { new: ['@1'], ...sketch.sessions } }),
    });
    expect(shown(back)).toBe('adbcnew');
  });

  test('and what is hidden go with a session that gets another name', () => {
    const state = serving(sketch, moved('$3', -1), hidden('$3'));
    const sessions = { a: ['@1'], b: ['@2'], c: ['@3'], renamed: ['@4'] };
    const after = later(state, { type: 'tmux.listed', server, topology: topology({ ...sketch, sessions }) });
    expect(after.list).toMatchObject({ order: ['a', 'b', 'renamed', 'c'], hidden: ['renamed'] });
  });
});

describe('what is listed', () => {
  const waiting = { agent: 'x', state: 'waiting' as const };
  const base = { pane: null, owner: null, at: 5, expires: null };
  const state = serving(
    sketch,
    { ...base, type: 'thread.reported', key: sessionKey(server, '$1'), push: waiting },
    { ...base, type: 'thread.reported', key: sessionKey(server, '$2'), push: { agent: 'x', state: 'running' } },
    {
      type: 'ask.opened',
      ask: { id: '1', server, session: '$3', question: 'q', choices: ['y'], since: 1, expires: 1e9 },
    },
  );

  test.each([
    ['all', 'abcd'],
    ['agents', 'bcd'],
    ['waiting', 'bd'],
    ['running', 'c'],
  ] as const)('with the filter %s is %s', (filter, expected) => {
    expect(shown(later(state, { type: 'list.filtered', filter }))).toBe(expected);
  });

  test('are hidden ones only while they are to be seen', () => {
    const some = later(state, hidden('$1'));
    expect(shown(some)).toBe('acd');
    expect(shown(later(some, { type: 'list.revealed', shows: true }))).toBe('abcd');
    expect(shown(later(some, hidden('$1', false)))).toBe('abcd');
  });

  test('is what the numbers count', () => {
    const some = later(state, hidden('$1'), moved('$3', -1));
    const target = (index: number) => plan(some, { name: 'session.switchIndex', index }, { server });
    expect(JSON.stringify(target(2))).toContain('"session":"$3"');
    expect(target(4)).toEqual({ ok: false, reason: 'no session 4: there are 3' });
  });
});

describe('sessions of one repository', () => {
  const dirs = new Map(['$0', '$1', '$2', '$3'].map((id) => [id, `/${id}`]));
  const main = git({ root: '/code/api' });
  const linked = git({ root: '/code/fix', worktreeOf: '/code/api' });
  const seen = (id: string, git: Git) => ({ type: 'git.seen', dir: `/${id}`, git }) as const;
  /** `a` and `c` are of one repository. */
  const state = serving(sketch, { type: 'directories.seen', server, dirs }, seen('$0', main), seen('$2', linked));
  const group = (session: string, by: number) => ({ ...moved(session, by), group: true });

  test('stand together at the place of the first once one of them is in a linked worktree', () => {
    expect(shown(state)).toBe('acbd');
    expect(shown(later(state, seen('$2', main)))).toBe('abcd');
    expect(shown(later(state, seen('$0', linked)))).toBe('acbd');
    expect(shown(later(state, seen('$0', git({ root: '/code/other' }))))).toBe('abcd');
    expect(shown(later(state, hidden('$2')))).toBe('abd');
  });

  test('move among themselves, as a whole, and are passed as a whole', () => {
    expect(shown(later(state, moved('$0', 1)))).toBe('cabd');
    expect(later(state, moved('$0', -1), moved('$2', 1))).toBe(state);
    expect(shown(later(state, group('$2', 1)))).toBe('bacd');
    expect(shown(later(state, group('$0', 100)))).toBe('bdac');
    expect(later(state, group('$0', -1))).toBe(state);
    expect(shown(later(state, moved('$1', -1)))).toBe('bacd');
    expect(shown(later(state, moved('$3', -2)))).toBe('dacb');
  });

  test('fold and unfold; what they are folded by is one of theirs, and numbers stay', () => {
    const fold = (folded: boolean, repository = '/code/api') =>
      plan(state, { name: 'list.fold', repository, folded }, { server });
    expect(fold(true)).toMatchObject({ ok: true, events: [{ type: 'list.folded', repository: '/code/api' }] });
    expect(fold(true, '/code/fix')).toEqual({ ok: false, reason: 'no session is in /code/fix' });
    const folded = later(state, { type: 'list.folded', repository: '/code/api', folded: true });
    expect(snapshot(folded).list.folded).toEqual(['/code/api']);
    expect(shown(folded)).toBe('acbd');
    expect(later(folded, { type: 'list.folded', repository: '/code/api', folded: true })).toBe(folded);
    expect(
      snapshot(later(folded, { type: 'list.folded', repository: '/code/api', folded: false })).list.folded,
    ).toEqual([]);
    expect(JSON.stringify(plan(folded, { name: 'session.switchIndex', index: 2 }, { server }))).toContain('"$2"');
  });
});

test('sessions that the config leaves out have no number and no place, and can still be gone to', () => {
  const base = { width: null, position: null };
  const state = serving(sketch, { type: 'config.read', config: { ...base, sessions: ['!b'] } }, moved('$0', 1));
  expect(shown(state)).toBe('cad');
  expect(snapshot(state).list.excluded).toEqual(['b']);
  expect(shown(later(state, { type: 'list.revealed', shows: true }))).toBe('cad');
  expect(plan(state, { name: 'session.switchIndex', index: 4 }, { server })).toMatchObject({ ok: false });
  expect(plan(state, { name: 'session.switch', session: '$1', focus: 'work' }, { server })).toMatchObject({ ok: true });
  expect(shown(later(state, { type: 'config.read', config: base }))).toBe('bcad');
});
