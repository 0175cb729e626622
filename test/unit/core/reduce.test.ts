import { describe, expect, test } from 'vitest';
import { reduce } from '../../../src/core/reduce.ts';
import { initialState, type ServerState, type State, sessionKey, visitedSessionsMax } from '../../../src/core/state.ts';
import { git, later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const sketch = {
  sessions: { a: ['@1'], b: ['@2'], c: ['@3'] },
  windows: { '@1': ['slot', '*work'], '@2': ['slot', '*work'], '@3': ['slot', '*work'] },
  clients: { tty: 'a' },
} as const satisfies ServerSketch;

const listed = (given: ServerSketch) => ({ type: 'tmux.listed', server, topology: topology(given) }) as const;

function only(state: State): ServerState {
  const found = state.servers.get(server);
  if (found === undefined) throw new Error('the server is gone');
  return found;
}

function clientOf(state: State) {
  return only(state).clients.get('tty');
}

describe('the cursor', () => {
  test('begins on the session of its client, and follows it when it switches', () => {
    const state = serving(sketch);
    expect(clientOf(state)?.cursor).toBe('$0');
    expect(clientOf(later(state, listed({ ...sketch, clients: { tty: 'c' } })))?.cursor).toBe('$2');
  });

  test('stays where it was put while the client stays', () => {
    const moved = serving(sketch, { type: 'cursor.moved', server, client: 'tty', session: '$1' });
    expect(clientOf(moved)?.cursor).toBe('$1');
    expect(clientOf(later(moved, listed({ ...sketch, clients: { tty: 'a', other: 'b' } })))?.cursor).toBe('$1');
  });

  test('goes to the session of the client when its own session dies', () => {
    const moved = serving(sketch, { type: 'cursor.moved', server, client: 'tty', session: '$2' });
    const { c: _, ...sessions } = sketch.sessions;
    expect(clientOf(later(moved, listed({ ...sketch, sessions })))?.cursor).toBe('$0');
  });

  test('goes to no session that does not exist, and belongs to a client that does', () => {
    const state = serving(sketch);
    expect(reduce(state, { type: 'cursor.moved', server, client: 'tty', session: '$9' })).toBe(state);
    expect(reduce(state, { type: 'cursor.moved', server, client: 'nobody', session: '$1' })).toBe(state);
    expect(reduce(state, { type: 'cursor.moved', server: '/other', client: 'tty', session: '$1' })).toBe(state);
  });
});

describe('visited sessions', () => {
  const at = (session: string) => listed({ ...sketch, clients: { tty: session } });

  test('stand once each, the current one last', () => {
    expect(clientOf(serving(sketch))?.visited).toEqual(['$0']);
    expect(clientOf(serving(sketch, at('b'), at('c'), at('b')))?.visited).toEqual(['$0', '$2', '$1']);
  });

  test('begin with what tmux remembers', () => {
    expect(clientOf(serving({ ...sketch, lastSessions: { tty: 'c' } }))?.visited).toEqual(['$2', '$0']);
    expect(clientOf(serving({ ...sketch, lastSessions: { tty: 'gone' } }))?.visited).toEqual(['$0']);
  });

  test('count also where two switches came between two looks', () => {
    const came = (session: string, last: string) =>
      listed({ ...sketch, clients: { tty: session }, lastSessions: { tty: last } });
    expect(clientOf(serving(sketch, came('c', 'b')))?.visited).toEqual(['$0', '$1', '$2']);
    expect(clientOf(serving(sketch, at('b'), came('b', 'c')))?.visited).toEqual(['$0', '$1']);
  });

  test('forget the dead', () => {
    const { c: _, ...sessions } = sketch.sessions;
    const state = serving(sketch, at('c'), at('a'), listed({ ...sketch, sessions }));
    expect(clientOf(state)?.visited).toEqual(['$0']);
  });

  test('are no more than some', () => {
    const names = Array.from({ length: visitedSessionsMax + 3 }, (_, index) => `s${index}`);
    const sessions = Object.fromEntries(names.map((name) => [name, ['@1']]));
    const visits = names.map((name) => listed({ ...sketch, sessions, clients: { tty: name } }));
    const visited = clientOf(later(initialState, ...visits))?.visited;
    expect(visited).toHaveLength(visitedSessionsMax);
    expect(visited?.at(-1)).toBe(`$${names.length - 1}`);
  });
});

describe('the wish for focus', () => {
  const wanted = { type: 'focus.wanted', server, client: 'tty' } as const;

  test('is kept until the live pane beside the client has the focus', () => {
    const wish = serving(sketch, wanted);
    expect(only(wish).focusWanted).toBe('tty');
    const beside: ServerSketch = { ...sketch, windows: { ...sketch.windows, '@1': ['live', '*work'] } };
    expect(only(later(wish, listed(beside))).focusWanted).toBe('tty');
    const focused: ServerSketch = { ...sketch, windows: { ...sketch.windows, '@1': ['*live', 'work'] } };
    expect(only(later(wish, listed(beside), listed(focused))).focusWanted).toBe(null);
  });

  test('ends with its client, and when the sidebars are hidden', () => {
    expect(only(serving(sketch, wanted, listed({ ...sketch, clients: {} }))).focusWanted).toBe(null);
    const hidden = serving(sketch, { type: 'sidebars.toggled', server, shown: true }, wanted, {
      type: 'sidebars.toggled',
      server,
      shown: false,
    });
    expect(only(hidden)).toMatchObject({ shown: false, focusWanted: null });
  });

  test('of nobody is none', () => {
    expect(only(serving(sketch, { ...wanted, client: 'nobody' })).focusWanted).toBe(null);
  });
});

describe('what goes with its owner', () => {
  const key = sessionKey(server, '$1');
  const full = serving(
    sketch,
    {
      type: 'directories.seen',
      server,
      dirs: new Map([
        ['$0', '/a'],
        ['$1', '/b'],
      ]),
    },
    { type: 'git.seen', dir: '/a', git: git() },
    { type: 'git.seen', dir: '/b', git: null },
    { type: 'ports.listed', ports: [{ server, pane: '%11', port: 80, program: 'node', pid: 7 }] },
    { type: 'status.pushed', key, push: { text: 'busy' }, expires: null },
  );

  test('a session takes its metadata, its directory and its repository with it', () => {
    expect([...full.metadata.keys()]).toEqual([key]);
    const left = later(full, listed({ ...sketch, sessions: { a: ['@1'] } }));
    expect([...left.metadata]).toEqual([]);
    expect([...only(left).dirs]).toEqual([['$0', '/a']]);
    expect([...left.repositories]).toEqual([['/a', git()]]);
  });

  test('a tmux server takes everything, once', () => {
    const gone = later(full, { type: 'tmux.gone', server });
    expect(gone).toEqual(initialState);
    expect(reduce(gone, { type: 'tmux.gone', server })).toBe(gone);
  });

  test('a directory that nobody is in any more takes its repository with it', () => {
    const moved = later(full, { type: 'directories.seen', server, dirs: new Map([['$1', '/c']]) });
    expect([...moved.repositories]).toEqual([['/a', git()]]);
    expect(reduce(moved, { type: 'git.seen', dir: '/b', git: git() })).toBe(moved);
  });

  test('a directory that tmux could not say stays known; one of an unknown session does not come in', () => {
    const less = later(full, { type: 'directories.seen', server, dirs: new Map([['$9', '/x']]) });
    expect(less).toBe(full);
  });
});

test('a server that is first seen with sidebars is one that shows them', () => {
  expect(only(serving(sketch)).shown).toBe(true);
  const bare: ServerSketch = { ...sketch, windows: { '@1': ['*work'], '@2': ['*work'], '@3': ['*work'] } };
  expect(only(serving(bare)).shown).toBe(false);
  expect(only(serving(bare, listed(sketch))).shown).toBe(false);
});
