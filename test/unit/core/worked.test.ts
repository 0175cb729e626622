import { describe, expect, test } from 'vitest';
import { plan } from '../../../src/core/plan.ts';
import { backToWork, keepLastPanes } from '../../../src/core/worked.ts';
import { later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

type Words = ServerSketch['windows'][string];

/** One window after several listings, by the words for its panes; a `z` behind it stands for zoomed. */
function seen(...listings: readonly (Words | 'z')[][]) {
  const sketches = listings.map(
    ([words, zoomed]): ServerSketch => ({
      sessions: { a: ['@1'] },
      windows: { '@1': typeof words === 'string' || words === undefined ? [] : words },
      clients: { tty: 'a' },
      zoomed: zoomed === 'z' ? ['@1'] : [],
    }),
  );
  const [first, ...rest] = sketches;
  if (first === undefined) throw new Error('no listing');
  const state = rest.reduce(
    (before, sketch) => later(before, { type: 'tmux.listed', server, topology: topology(sketch) }),
    serving(first),
  );
  const known = state.servers.get(server);
  const window = known?.topology.windows.get('@1');
  if (known === undefined || window === undefined) throw new Error('no window');
  return { state, topology: known.topology, window, worked: known.worked };
}

const back = ({ window, worked }: ReturnType<typeof seen>) => backToWork(window, worked.get('@1'));
const kept = (listed: ReturnType<typeof seen>) => keepLastPanes(listed.topology, listed.worked);

describe('back to work', () => {
  test('is where the focus was, also when tmux has forgotten it', () => {
    const select = (pane: string) => [{ type: 'pane.select', pane }];
    expect(back(seen([['*live', 'work', '-work']]))).toEqual(select('%12'));
    expect(back(seen([['live', 'work', '*work']], [['*live', 'work', 'work']]))).toEqual(select('%12'));
    expect(back(seen([['*live', 'work', 'work']]))).toEqual(select('%11'));
    expect(back(seen([['live', 'work', '*work']], [['*live', 'work']]))).toEqual(select('%11'));
  });

  test('is nothing where the focus is there', () => {
    expect(back(seen([['live', '*work']]))).toEqual([]);
    expect(back(seen([['live', '*work'], 'z']))).toEqual([]);
  });

  test('fills the window again where it did, and only then', () => {
    const zoom = { type: 'pane.zoom', pane: '%11' };
    const zoomed = [['live', '*work'], 'z'] satisfies (Words | 'z')[];
    const inSidebar: Words = ['*live', '-work'];
    expect(back(seen(zoomed, [inSidebar]))).toEqual([{ type: 'pane.select', pane: '%11' }, zoom]);
    expect(back(seen(zoomed, [inSidebar], [['-live', '*work']]))).toEqual([zoom]);
    expect(back(seen(zoomed, [['live', '*work']]))).toEqual([]);
    const returned = seen(zoomed, [inSidebar], [['-live', '*work']], [inSidebar]);
    expect(back(returned)).toEqual([{ type: 'pane.select', pane: '%11' }]);
  });
});

test('last-pane keeps leading to the work pane before, in a window that is not zoomed', () => {
  const listings: (Words | 'z')[][] = [[['live', '*work', '-work']], [['*live', '-work', 'work']]];
  const last = [{ type: 'pane.last', active: '%11', last: '%12' }];
  expect(kept(seen(...listings))).toEqual([]);
  expect(kept(seen(...listings, [['-live', '*work', 'work']]))).toEqual(last);
  expect(kept(seen(...listings, [['live', '*work', 'work']]))).toEqual(last);
  expect(kept(seen(...listings, [['-live', '*work', 'work'], 'z']))).toEqual([]);
  expect(kept(seen(...listings, [['live', '*work', '-work']]))).toEqual([]);
  expect(kept(seen(...listings, [['-live', '*work']]))).toEqual([]);
  expect(kept(seen([['-live', '*work', 'work']]))).toEqual([]);
});

test('focus with `back` goes to the sidebar, and from there back', () => {
  const { state } = seen([['live', '*work']]);
  const focus = { name: 'sidebar.focus', back: true } as const;
  expect(plan(state, focus, { server })).toMatchObject({ events: [{ shown: true }, { type: 'focus.wanted' }] });
  const there = seen([['live', '*work']], [['*live', '-work']]).state;
  expect(plan(there, focus, { server })).toMatchObject({
    events: [],
    effects: [{ actions: [{ type: 'pane.select', pane: '%11' }] }],
  });
  expect(plan(there, { name: 'sidebar.focus' }, { server })).toMatchObject({
    events: [{ shown: true }, { type: 'focus.wanted' }],
  });
});
