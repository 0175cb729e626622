import { describe, expect, test } from 'vitest';
import type { TmuxAction } from '../../../src/core/action.ts';
import { type Plan, plan } from '../../../src/core/plan.ts';
import { initialState, type State } from '../../../src/core/state.ts';
import type { Command, Origin } from '../../../src/protocol/command.ts';
import { later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const sketch = {
  sessions: { a: ['@1'], b: ['@2'], c: ['@3'] },
  windows: { '@1': ['live', '*work'], '@2': ['slot', '*work'], '@3': ['slot', '*work'] },
  clients: { tty: 'a' },
} as const satisfies ServerSketch;
const here: Origin = { server, client: 'tty' };

const listed = (given: ServerSketch) => ({ type: 'tmux.listed', server, topology: topology(given) }) as const;

/** The actions of a command that is one step in tmux and no fact. */
function step(state: State, command: Command, origin: Origin = here): readonly TmuxAction[] {
  const planned = plan(state, command, origin);
  expect(planned).toMatchObject({ ok: true, events: [], effects: [{ type: 'tmux.sequence', server }] });
  const effect = planned.ok ? planned.effects[0] : undefined;
  return effect?.type === 'tmux.sequence' ? effect.actions : [];
}

const refused = (reason: string): Plan => ({ ok: false, reason });
const done = (events: object[], effects: object[] = []) => ({ ok: true, events, effects });

describe('where a command comes from', () => {
  const toB: Command = { name: 'session.switch', session: '$1', focus: 'work' };
  const many = serving({ ...sketch, clients: { latest: 'c', tty: 'a' } });
  const clientOf = (origin: Origin) =>
    step(many, toB, origin).find((action) => action.type === 'client.switch')?.client;

  test('is the client that is named, else the one that looks at the pane, else the latest', () => {
    expect(clientOf({ server, client: 'tty', pane: '%31' })).toBe('tty');
    expect(clientOf({ server, pane: '%10' })).toBe('tty');
    expect(clientOf({ server, pane: '%99' })).toBe('latest');
    expect(clientOf({})).toBe('latest');
  });

  test('that is named and gone is no other one', () => {
    const reason = 'no tmux client is attached that could switch';
    expect(plan(many, toB, { server, client: 'gone', pane: '%10' })).toEqual(refused(reason));
  });

  test('must be named when there are several servers, and known', () => {
    const two = later(many, { ...listed(sketch), server: '/other' });
    const reason = 'no tmux server is known: run this inside tmux, or open the sidebar there first';
    expect(plan(two, toB, {})).toEqual(refused(reason));
    expect(plan(many, toB, { server: '/unknown' })).toEqual(refused(reason));
    expect(plan(initialState, toB, {})).toEqual(refused(reason));
  });
});

describe('commands for us', () => {
  test('need no server', () => {
    expect(plan(initialState, { name: 'refresh' }, {})).toEqual(done([], [{ type: 'refresh' }]));
    expect(plan(initialState, { name: 'quit' }, {})).toEqual(done([], [{ type: 'quit' }]));
  });

  test('an announcement names its server', () => {
    const announce: Command = { name: 'server.announce' };
    expect(plan(initialState, announce, { server: '/x' })).toEqual(done([], [{ type: 'server.attach', server: '/x' }]));
    expect(plan(initialState, announce, {})).toMatchObject({ ok: false });
  });
});

describe('the sidebar', () => {
  const toggled = (shown: boolean) => ({ type: 'sidebars.toggled', server, shown });
  const hidden = serving(sketch, { type: 'sidebars.toggled', server, shown: false });

  test('is shown, toggled, and focused', () => {
    expect(plan(hidden, { name: 'sidebar.show' }, here)).toEqual(done([toggled(true)]));
    expect(plan(hidden, { name: 'sidebar.toggle' }, here)).toEqual(done([toggled(true)]));
    expect(plan(serving(sketch), { name: 'sidebar.toggle' }, here)).toEqual(done([toggled(false)]));
    expect(plan(hidden, { name: 'sidebar.focus' }, here)).toEqual(
      done([toggled(true), { type: 'focus.wanted', server, client: 'tty' }]),
    );
    expect(plan(serving({ ...sketch, clients: {} }), { name: 'sidebar.focus' }, here)).toEqual(done([toggled(true)]));
  });

  test('gives the focus to the pane that was worked in', () => {
    const focused = serving({ ...sketch, windows: { ...sketch.windows, '@1': ['*live', 'work', '-work'] } });
    expect(step(focused, { name: 'work.focus' })).toEqual([{ type: 'pane.select', pane: '%12' }]);
    expect(plan(serving({ ...sketch, clients: {} }), { name: 'work.focus' }, here)).toEqual(done([]));
  });

  test('opens a port for the client that asks, or for nobody in particular', () => {
    const open = { name: 'port.open', port: 5173 } as const;
    const effect = { type: 'address.open' as const, address: 'http://localhost:5173', server };
    expect(plan(serving(sketch), open, here)).toEqual(done([], [{ ...effect, client: 'tty', session: '$0' }]));
    const alone = serving({ ...sketch, clients: {} });
    expect(plan(alone, open, here)).toEqual(done([], [{ ...effect, client: null, session: null }]));
  });

  test('moves its cursor', () => {
    const moved = plan(serving(sketch), { name: 'cursor.move', session: '$2' }, here);
    expect(moved).toEqual(done([{ type: 'cursor.moved', server, client: 'tty', session: '$2' }]));
    expect(plan(serving({ ...sketch, clients: {} }), { name: 'cursor.move', session: '$2' }, here)).toEqual(done([]));
  });
});

describe('switching', () => {
  const toB: Command = { name: 'session.switch', session: '$1', focus: 'work' };
  const swap = { type: 'pane.swap', live: '%10', slot: '%20' };
  const move = { type: 'client.switch', client: 'tty', session: '$1' };

  test('sends the live pane ahead of the client', () => {
    expect(step(serving(sketch), toB)).toEqual([swap, move]);
  });

  test('from the sidebar gives the focus back first, and takes it along when it shall stay there', () => {
    const focused = serving({ ...sketch, windows: { ...sketch.windows, '@1': ['*live', 'work', '-work'] } });
    const back = { type: 'pane.select', pane: '%12' };
    expect(step(focused, toB)).toEqual([back, swap, move]);
    expect(step(focused, { ...toB, focus: 'sidebar' })).toEqual([
      back,
      swap,
      { type: 'pane.select', pane: '%10' },
      move,
    ]);
  });

  test('puts the focus on the work when it was on the sidebar over there', () => {
    const slotFocused = serving({ ...sketch, windows: { ...sketch.windows, '@2': ['*slot', '-work'] } });
    expect(step(slotFocused, toB)).toEqual([swap, { type: 'pane.select', pane: '%21' }, move]);
  });

  test('leaves the live pane where somebody else still looks, and where there is one already', () => {
    expect(step(serving({ ...sketch, clients: { tty: 'a', other: 'a' } }), toB)).toEqual([move]);
    const both = serving({ ...sketch, windows: { ...sketch.windows, '@2': ['live', '*work'] } });
    expect(step(both, { ...toB, focus: 'sidebar' })).toEqual([{ type: 'pane.select', pane: '%20' }, move]);
  });

  test('without sidebars is a switch', () => {
    expect(step(serving({ ...sketch, windows: { '@1': ['*work'], '@2': ['*work'], '@3': ['*work'] } }), toB)).toEqual([
      move,
    ]);
  });

  test('to where one is moves no one, only the focus', () => {
    const focused = serving({ ...sketch, windows: { ...sketch.windows, '@1': ['*live', '-work'] } });
    expect(step(focused, { ...toB, session: '$0' })).toEqual([{ type: 'pane.select', pane: '%11' }]);
    expect(step(serving(sketch), { ...toB, session: '$0' })).toEqual([]);
  });

  test('within a linked window moves the client alone', () => {
    const linked = serving({ ...sketch, sessions: { a: ['@1'], b: ['@1'] } });
    expect(step(linked, toB)).toEqual([move]);
  });

  test('goes by index, too', () => {
    expect(step(serving(sketch), { name: 'session.switchIndex', index: 2 })).toEqual([swap, move]);
    expect(plan(serving(sketch), { name: 'session.switchIndex', index: 4 }, here)).toEqual(
      refused('no session 4: there are 3'),
    );
  });

  test('needs a session and a client', () => {
    expect(plan(serving(sketch), { ...toB, session: '$9' }, here)).toEqual(refused('no session $9'));
    const nobody = serving({ ...sketch, clients: {} });
    expect(plan(nobody, toB, here)).toMatchObject({ ok: false });
    expect(plan(nobody, { name: 'session.switchIndex', index: 1 }, here)).toMatchObject({ ok: false });
  });
});

describe('creating', () => {
  const create: Command = { name: 'session.create' };
  const state = serving(sketch, { type: 'directories.seen', server, dirs: new Map([['$0', '/home/me']]) });
  const created = (fields: object) =>
    done([], [{ type: 'session.create', server, client: 'tty', name: undefined, dir: '/home/me', ...fields }]);

  test('happens in the directory of the session that the client is in, if nothing else is said', () => {
    expect(plan(state, create, here)).toEqual(created({}));
    expect(plan(state, { ...create, session: 'new', dir: '/tmp' }, here)).toEqual(
      created({ name: 'new', dir: '/tmp' }),
    );
    expect(plan(serving(sketch), create, here)).toEqual(created({ dir: undefined }));
  });

  test('needs no client', () => {
    const nobody = serving({ ...sketch, clients: {} });
    expect(plan(nobody, create, here)).toEqual(created({ client: null, dir: undefined }));
  });
});

test('the sessionizer opens on the client that asks, and needs one', () => {
  const pick: Command = { name: 'session.pick' };
  const popup = { type: 'popup.open', server, client: 'tty' };
  expect(plan(serving(sketch), pick, here)).toEqual(done([], [popup]));
  const nobody = serving({ ...sketch, clients: {} });
  expect(plan(nobody, pick, { server })).toEqual(refused('no tmux client is attached that could show a popup'));
});

describe('killing', () => {
  const killA: Command = { name: 'session.kill', session: '$0' };

  test('lands on the session that was visited before', () => {
    const state = serving({ ...sketch, clients: { tty: 'c' } }, listed(sketch));
    expect(step(state, killA)).toEqual([
      { type: 'pane.swap', live: '%10', slot: '%30' },
      { type: 'client.switch', client: 'tty', session: '$2' },
      { type: 'session.kill', session: '$0' },
    ]);
  });

  test('lands on a neighbour when none was visited', () => {
    expect(step(serving(sketch), killA).slice(-2)).toEqual([
      { type: 'client.switch', client: 'tty', session: '$1' },
      { type: 'session.kill', session: '$0' },
    ]);
    const last = serving({ ...sketch, clients: { tty: 'c' } });
    expect(step(last, { ...killA, session: '$2' }).slice(-2)).toEqual([
      { type: 'client.switch', client: 'tty', session: '$1' },
      { type: 'session.kill', session: '$2' },
    ]);
  });

  test('the neighbour is the one of the list, not of creation; hidden ones only where there is no other', () => {
    const landing = (list: object, session = '$0') => {
      const state = serving({ ...sketch, clients: { tty: 'abc'[Number(session.slice(1))] ?? 'a' } });
      const actions = step({ ...state, list: { ...state.list, ...list } }, { ...killA, session });
      return actions.find((action) => action.type === 'client.switch')?.session;
    };
    const order = ['c', 'a', 'b'];
    expect(landing({ order })).toBe('$1');
    expect(landing({ order }, '$1')).toBe('$0');
    expect(landing({ order }, '$2')).toBe('$0');
    expect(landing({ order, hidden: ['b'] })).toBe('$2');
    expect(landing({ order, hidden: ['a'] })).toBe('$2');
    expect(landing({ order, hidden: ['b', 'c'] })).toBe('$2');
  });

  test('moves all clients of the session and nobody else', () => {
    const state = serving({ ...sketch, clients: { x: 'a', y: 'a', z: 'b' } });
    expect(step(state, killA)).toEqual([
      { type: 'client.switch', client: 'x', session: '$1' },
      { type: 'client.switch', client: 'y', session: '$1' },
      { type: 'session.kill', session: '$0' },
    ]);
    expect(step(state, { ...killA, session: '$2' })).toEqual([{ type: 'session.kill', session: '$2' }]);
  });

  test('the only session just ends', () => {
    expect(step(serving({ ...sketch, sessions: { a: ['@1'] } }), killA)).toEqual([
      { type: 'session.kill', session: '$0' },
    ]);
    expect(plan(serving(sketch), { ...killA, session: '$9' }, here)).toEqual(refused('no session $9'));
  });
});

describe('even layout', () => {
  const even: Command = { name: 'layout.even' };

  test.each([
    [
      'left',
      'left',
      ['live', '*work', 'work', 'work'],
      [
        ['%10', 26],
        ['%11', 23],
        ['%12', 24],
      ],
    ],
    [
      'right',
      'right',
      ['*work', 'work', 'work', 'live'],
      [
        ['%10', 23],
        ['%11', 24],
        ['%12', 24],
      ],
    ],
    ['no sidebar', 'left', ['*work', 'work'], [['%10', 49]]],
  ] as const)('%s: the sidebar keeps its width, the rest shares what is left', (_, position, words, columns) => {
    const state = later(serving({ ...sketch, windows: { ...sketch.windows, '@1': words } }), {
      type: 'config.read',
      config: { width: null, position },
    });
    const panes = columns.map(([pane, width]) => ({ pane, width }));
    expect(step(state, even)).toEqual([{ type: 'layout.even', window: '@1', panes }]);
  });

  test('is nothing without somebody who looks', () => {
    expect(plan(serving({ ...sketch, clients: {} }), even, here)).toEqual(done([]));
  });
});

describe('a pane', () => {
  const many = {
    sessions: { a: ['@1', '@2'], b: ['@3'] },
    windows: { '@1': ['live', '*work'], '@2': ['slot', '*work', 'work'], '@3': ['slot', '*work'] },
    clients: { tty: 'a' },
  } as const satisfies ServerSketch;

  test('is gone to exactly, the sidebar ahead', () => {
    const state = serving(many);
    const panes = (window: string) =>
      state.servers
        .get(server)
        ?.topology.windows.get(window)
        ?.panes.map(({ id }) => id) ?? [];
    const [live = ''] = panes('@1');
    const [slot = '', , other = ''] = panes('@2');
    expect(step(state, { name: 'pane.focus', pane: other })).toEqual([
      { type: 'pane.swap', live, slot },
      { type: 'pane.select', pane: other },
      { type: 'window.select', session: '$0', window: '@2' },
    ]);
    const [away = '', work = ''] = panes('@3');
    expect(step(state, { name: 'pane.focus', pane: work })).toEqual([
      { type: 'pane.swap', live, slot: away },
      { type: 'client.switch', client: 'tty', session: '$1' },
    ]);
  });

  test('that was used last is where a window is gone to', () => {
    const state = serving(many);
    const to = (window: string, session: string) => ({ name: 'window.focus', session, window }) as const;
    expect(step(state, to('@2', '$0'))).toEqual([
      { type: 'pane.swap', live: '%10', slot: '%20' },
      { type: 'window.select', session: '$0', window: '@2' },
    ]);
    expect(plan(state, to('@3', '$0'), here)).toEqual(refused('no window @3 in session $0'));
    expect(plan(state, to('@9', '$1'), here)).toEqual(refused('no window @9 in session $1'));
  });

  test('of ours, and one that is not there, is none', () => {
    expect(plan(serving(many), { name: 'pane.focus', pane: '%999' }, here)).toEqual(refused('no pane %999'));
    const [live = ''] =
      serving(many)
        .servers.get(server)
        ?.topology.windows.get('@1')
        ?.panes.map(({ id }) => id) ?? [];
    expect(plan(serving(many), { name: 'pane.focus', pane: live }, here)).toEqual(refused(`no pane ${live}`));
  });
});

describe('what the config is to say', () => {
  const sketch: ServerSketch = { sessions: { a: ['@1'] }, windows: { '@1': ['live', '*work'] }, clients: { tty: 'a' } };
  const at = (width: number) => later(serving(sketch), { type: 'config.read', config: { width, position: null } });
  const option = (key: string, value: unknown) => ({
    ok: true,
    events: [],
    effects: [{ type: 'config.set', option: { key, value } }],
  });

  test('is the width that there is and so many columns more, within the limits', () => {
    const resize = (width: number, by: number) => plan(at(width), { name: 'sidebar.resize', by }, here);
    expect(resize(26, 1)).toEqual(option('sidebarWidth', 27));
    expect(resize(26, -1)).toEqual(option('sidebarWidth', 25));
    expect(resize(58, 10)).toEqual(option('sidebarWidth', 60));
    expect(resize(60, 1)).toEqual(refused('the sidebar has 20 to 60 columns'));
    expect(resize(20, -1)).toEqual(refused('the sidebar has 20 to 60 columns'));
  });

  test('is a theme and the rows of the panel, wherever it is asked', () => {
    expect(plan(initialState, { name: 'theme.set', theme: 'nord' }, {})).toEqual(option('theme', 'nord'));
    expect(plan(initialState, { name: 'panel.resize', rows: 0 }, {})).toEqual(option('detailPanelHeight', 0));
  });
});

describe('a window that is too narrow', () => {
  const narrow = topology(sketch);
  const windows = new Map([...narrow.windows].map(([id, window]) => [id, { ...window, width: 36 }]));
  const state = later(serving(sketch), { type: 'tmux.listed', server, topology: { ...narrow, windows } });
  const text = 'too narrow: p opens it as a popup (37 columns would do)';
  const message = { type: 'tmux.sequence', server, actions: [{ type: 'client.message', client: 'tty', text }] };
  const shown = { type: 'sidebars.toggled', server, shown: true };

  test.each<Command>([{ name: 'sidebar.show' }, { name: 'sidebar.focus' }])(
    'is said to whoever asks for %j',
    (command) => {
      expect(plan(state, command, here)).toEqual(done([shown], [message]));
    },
  );
});
