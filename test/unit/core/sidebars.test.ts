import { describe, expect, test } from 'vitest';
import { inTurns, reconcileSidebars, sidebarsShown, soleLive } from '../../../src/core/sidebars.ts';
import { type ServerSketch, topology } from '../../support/states.ts';

const wishes = { shown: true, width: 26, position: 'left' as const, focusWanted: null };
const one = { sessions: { a: ['@1'] }, clients: { tty: 'a' } };
const two = { sessions: { a: ['@1', '@2'] }, clients: { tty: 'a' } };
const settled = { ...two, windows: { '@1': ['live', '*work'], '@2': ['slot', '*work'] } } as const;

describe('shown', () => {
  test.each<[string, ServerSketch, object[]]>([
    [
      'a window without one gets a slot',
      { ...one, windows: { '@1': ['*work'] } },
      [{ type: 'slot.create', window: '@1', zoomed: false }],
    ],
    [
      'a zoomed window gets it zoomed',
      { ...one, windows: { '@1': ['*work'] }, zoomed: ['@1'] },
      [{ type: 'slot.create', window: '@1', zoomed: true }],
    ],
    ['a narrow window gets none', { ...one, windows: { '@1': ['*work'] }, width: 36 }, []],
    [
      'the narrowest window that gets one',
      { ...one, windows: { '@1': ['*work'] }, width: 37 },
      [{ type: 'slot.create', window: '@1', zoomed: false }],
    ],
    [
      'a visible slot without a live pane wakes',
      { ...one, windows: { '@1': ['slot', '*work'] } },
      [{ type: 'slot.wake', slot: '%10' }],
    ],
    ['a slot that nobody sees sleeps', { ...one, windows: { '@1': ['slot', '*work'] }, clients: {} }, []],
    [
      'a live pane elsewhere trades places',
      { ...two, windows: { '@1': ['slot', '*work'], '@2': ['live', '*work'] } },
      [{ type: 'pane.swap', live: '%20', slot: '%10' }],
    ],
    ['settled', settled, []],
    [
      'a parked live pane is joined where there is no slot',
      { ...one, windows: { '@1': ['*work'], '@9': ['slot', 'live'] }, stash: ['@9'] },
      [{ type: 'pane.join', pane: '%91', window: '@1' }],
    ],
    [
      'a parked live pane takes the place of a slot, which goes',
      { ...one, windows: { '@1': ['slot', '*work'], '@9': ['slot', 'live'] }, stash: ['@9'] },
      [
        { type: 'pane.swap', live: '%91', slot: '%10' },
        { type: 'pane.kill', pane: '%10' },
      ],
    ],
    [
      'the last pane of the stash stays, or our lines would end with it',
      { ...one, windows: { '@1': ['slot', '*work'], '@9': ['live'] }, stash: ['@9'] },
      [{ type: 'pane.swap', live: '%90', slot: '%10' }],
    ],
    [
      'so a slot is made first where there is none',
      { ...one, windows: { '@1': ['*work'], '@9': ['live'] }, stash: ['@9'] },
      [{ type: 'slot.create', window: '@1', zoomed: false }],
    ],
    [
      'a live pane that nobody sees leaves when another one is seen',
      { ...two, windows: { '@1': ['live', '*work'], '@2': ['live', '*work'] } },
      [{ type: 'live.retire', pane: '%20' }],
    ],
    [
      'a parked one beside one in use just ends',
      { ...one, windows: { '@1': ['live', '*work'], '@9': ['slot', 'live'] }, stash: ['@9'] },
      [{ type: 'pane.kill', pane: '%91' }],
    ],
    ['the last live pane stays while nobody looks', { ...one, windows: { '@1': ['live', '*work'] }, clients: {} }, []],
    [
      'the last live pane stays parked while no window has room',
      { ...one, windows: { '@1': ['*work'], '@9': ['live'] }, stash: ['@9'], width: 30 },
      [],
    ],
    [
      'two panes of ours: the slot goes',
      { ...one, windows: { '@1': ['slot', 'live', '*work'] } },
      [{ type: 'pane.kill', pane: '%10' }],
    ],
    [
      'an active slot gives the focus to the work',
      { ...two, windows: { '@1': ['live', '*work'], '@2': ['*slot', 'work', '-work'] } },
      [{ type: 'pane.select', pane: '%22' }],
    ],
    [
      'two clients on two windows have two live panes',
      {
        sessions: { a: ['@1'], b: ['@2'] },
        clients: { x: 'a', y: 'b' },
        windows: { '@1': ['live', '*work'], '@2': ['slot', '*work'] },
      },
      [{ type: 'slot.wake', slot: '%20' }],
    ],
    [
      'two clients on one linked window have one',
      { sessions: { a: ['@1'], b: ['@1'] }, clients: { x: 'a', y: 'b' }, windows: { '@1': ['live', '*work'] } },
      [],
    ],
    [
      'a window whose work ended ends, after its live pane is saved',
      { ...two, windows: { '@1': ['*live'], '@2': ['slot', '*work'] } },
      [
        { type: 'pane.swap', live: '%10', slot: '%20' },
        { type: 'pane.kill', pane: '%20' },
      ],
    ],
    [
      'the last window ends like any other',
      { ...one, windows: { '@1': ['*live'] } },
      [{ type: 'pane.kill', pane: '%10' }],
    ],
  ])('%s', (_, sketch, actions) => {
    expect(reconcileSidebars(topology(sketch), wishes)).toEqual(actions);
  });

  test('a drifted width is repaired, but not in a zoomed window, nor where the sidebar is not outermost', () => {
    const drifted = { ...wishes, width: 30 };
    const sketch: ServerSketch = { ...one, windows: { '@1': ['live', '*work'] } };
    expect(reconcileSidebars(topology(sketch), drifted)).toEqual([{ type: 'pane.resize', pane: '%10', width: 30 }]);
    expect(reconcileSidebars(topology({ ...sketch, zoomed: ['@1'] }), drifted)).toEqual([]);
    expect(reconcileSidebars(topology({ ...one, windows: { '@1': ['work', 'live', '*work'] } }), drifted)).toEqual([]);
  });

  test('a pane in which a sidebar has ended gets no other process: tmux may crash', () => {
    const { windows, ...rest } = topology({ ...one, windows: { '@1': ['slot', '*work'] } });
    const ended = [...windows].map(([id, window]) => {
      const panes = window.panes.map((pane) => (pane.id === '%10' ? { ...pane, ended: true as const } : pane));
      return [id, { ...window, panes }] as const;
    });
    expect(reconcileSidebars({ ...rest, windows }, wishes)).toEqual([{ type: 'slot.wake', slot: '%10' }]);
    expect(reconcileSidebars({ ...rest, windows: new Map(ended) }, wishes)).toEqual([
      { type: 'slot.replace', pane: '%10' },
    ]);
  });

  test('on the other side than wished, or where there is no room any more, it leaves its window', () => {
    const sketch: ServerSketch = { ...one, windows: { '@1': ['live', '*work'] } };
    const parked = [{ type: 'pane.park', pane: '%10' }];
    expect(reconcileSidebars(topology(sketch), { ...wishes, position: 'right' })).toEqual(parked);
    expect(reconcileSidebars(topology(sketch), { ...wishes, width: 100 })).toEqual(parked);
    expect(reconcileSidebars(topology({ ...sketch, zoomed: ['@1'] }), { ...wishes, position: 'right' })).toEqual([]);
  });

  test('what it took from the work panes goes back, unless somebody changed something since', () => {
    const { windows, ...rest } = topology({ ...one, windows: { '@1': ['slot', 'work', '*work'] } });
    const without = '6b8b,100x30,0,0{50x30,0,0,0,49x30,51,0,1}';
    const withUs = '40ad,100x30,0,0{26x30,0,0,2,36x30,27,0,0,36x30,64,0,1}';
    const hidden = (layout: string) => {
      const kept = [...windows].map(
        ([id, window]) => [id, { ...window, layout, kept: { without, with: withUs } }] as const,
      );
      return reconcileSidebars({ ...rest, windows: new Map(kept) }, { ...wishes, shown: false });
    };
    const killed = { type: 'pane.kill', pane: '%10' };
    // Another pane of ours stands there now, and the checksum is another one: the same places.
    expect(hidden('ffff,100x30,0,0{26x30,0,0,7,36x30,27,0,0,36x30,64,0,1}')).toEqual([
      killed,
      { type: 'layout.restore', window: '@1', layout: without },
    ]);
    expect(hidden('40ad,100x30,0,0{26x30,0,0,2,40x30,27,0,0,32x30,68,0,1}')).toEqual([killed]);
  });

  test('what is resized after a swap is the pane that stands there now', () => {
    const sketch: ServerSketch = { ...two, windows: { '@1': ['slot', '*work'], '@2': ['live', '*work'] } };
    expect(reconcileSidebars(topology(sketch), { ...wishes, width: 30 })).toEqual([
      { type: 'pane.swap', live: '%20', slot: '%10' },
      { type: 'pane.resize', pane: '%20', width: 30 },
      { type: 'pane.resize', pane: '%10', width: 30 },
    ]);
  });

  test('the focus goes to the live pane in the window of the client that wants it', () => {
    expect(reconcileSidebars(topology(settled), { ...wishes, focusWanted: 'tty' })).toEqual([
      { type: 'pane.select', pane: '%10' },
    ]);
    expect(reconcileSidebars(topology(settled), { ...wishes, focusWanted: 'nobody' })).toEqual([]);
  });
});

describe('hidden', () => {
  const hidden = { ...wishes, shown: false };
  test('slots end, the first live pane is parked, any other ends', () => {
    const sketch: ServerSketch = { ...two, windows: { '@1': ['live', '*work'], '@2': ['live', '*work'] } };
    expect(reconcileSidebars(topology(sketch), hidden)).toEqual([
      { type: 'pane.park', pane: '%10' },
      { type: 'pane.kill', pane: '%20' },
    ]);
    expect(reconcileSidebars(topology(settled), hidden)).toEqual([
      { type: 'pane.park', pane: '%10' },
      { type: 'pane.kill', pane: '%20' },
    ]);
  });

  test('a zoomed window stays zoomed, and keeps its pane for now', () => {
    expect(reconcileSidebars(topology({ ...settled, zoomed: ['@1', '@2'] }), hidden)).toEqual([]);
  });

  test('of live panes in zoomed windows one is kept, unless another one is', () => {
    const windows = { '@1': ['live', '*work'], '@2': ['live', '*work'] } as const;
    expect(reconcileSidebars(topology({ ...two, windows, zoomed: ['@1', '@2'] }), hidden)).toEqual([
      { type: 'live.retire', pane: '%20' },
    ]);
    expect(reconcileSidebars(topology({ ...two, windows, zoomed: ['@1'] }), hidden)).toEqual([
      { type: 'pane.park', pane: '%20' },
      { type: 'live.retire', pane: '%10' },
    ]);
  });
});

test.each<[string, ServerSketch, string | null]>([
  ['the one in a window', settled, '%10'],
  [
    'also when it is not where the client looks',
    { ...two, windows: { '@1': ['slot', '*work'], '@2': ['live', '*work'] } },
    '%20',
  ],
  ['none', { ...one, windows: { '@1': ['slot', '*work'] } }, null],
  ['a parked one', { ...one, windows: { '@1': ['slot', '*work'], '@9': ['live'] }, stash: ['@9'] }, null],
  ['two', { ...two, windows: { '@1': ['live', '*work'], '@2': ['live', '*work'] } }, null],
  [
    'two windows are looked at',
    {
      sessions: { a: ['@1'], b: ['@2'] },
      clients: { x: 'a', y: 'b' },
      windows: { '@1': ['live', '*work'], '@2': ['slot', '*work'] },
    },
    null,
  ],
  ['a control client that is not ours', { ...settled, foreignControl: true }, null],
])('the live pane that tmux may move by itself: %s', (_, sketch, live) => {
  expect(soleLive(topology(sketch))).toBe(live);
});

test('a daemon that starts sees from the panes whether the sidebars are shown', () => {
  expect(sidebarsShown(topology(settled))).toBe(true);
  expect(sidebarsShown(topology({ ...one, windows: { '@1': ['*work'] } }))).toBe(false);
  expect(sidebarsShown(topology({ ...one, windows: { '@1': ['*work'], '@9': ['slot'] }, stash: ['@9'] }))).toBe(false);
});

describe('in turns', () => {
  const turns = (sketch: ServerSketch, shown: boolean) =>
    inTurns(topology(sketch), reconcileSidebars(topology(sketch), { ...wishes, shown })).map((turn) =>
      turn.map((action) => Object.values(action).slice(0, 2).join(' ')),
    );
  const hidden: ServerSketch = {
    ...two,
    windows: { '@1': ['*work'], '@2': ['*work'] },
    sessions: { a: ['@2', '@1'], b: ['@2'] },
  };

  test('what is due where somebody looks comes before the rest', () => {
    expect(turns({ ...hidden, clients: { tty: 'b' } }, true)).toEqual([['slot.create @2'], ['slot.create @1']]);
    const open = { ...two, sessions: { a: ['@1'], b: ['@2'] }, clients: { tty: 'b' } };
    expect(turns({ ...open, windows: { '@1': ['slot', '*work'], '@2': ['live', '*work'] } }, false)).toEqual([
      ['pane.park %20'],
      ['pane.kill %10'],
    ]);
  });

  test('one turn is enough where nothing else is due, and for windows that end', () => {
    expect(turns({ ...one, windows: { '@1': ['*work'] } }, true)).toEqual([['slot.create @1']]);
    expect(turns({ ...two, windows: { '@1': ['*live'], '@2': ['*slot'] } }, true)).toHaveLength(1);
  });
});
