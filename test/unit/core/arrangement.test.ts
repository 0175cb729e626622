import { expect, test } from 'vitest';
import { type Arrangement, arrange, rearrange } from '../../../src/core/arrangement.ts';
import { formatLayout, panesIn, parseLayout } from '../../../src/core/layout.ts';
import type { TmuxWindow } from '../../../src/core/topology.ts';

const place = { width: 26, position: 'left' as const };

/** A window as tmux describes it without the checksum; `%9` is ours. */
function window(text: string, more: Partial<TmuxWindow> = {}): TmuxWindow {
  const root = parseLayout(`0000,${text}`);
  if (root === null) throw new Error(`no layout: ${text}`);
  const panes = panesIn(root).map((id) => ({
    id,
    role: id === '%9' ? ('slot' as const) : ('work' as const),
    active: id === '%1',
    last: false,
    width: Number(new RegExp(`(\\d+)x\\d+,\\d+,\\d+,${id.slice(1)}(?=[,}\\]]|$)`).exec(text)?.[1]),
    left: 0,
    pid: 0,
  }));
  return {
    id: '@1',
    name: 'w',
    zoomed: false,
    width: root.width,
    layout: formatLayout(root),
    kept: null,
    panes,
    ...more,
  };
}

const after = (...windows: TmuxWindow[]) =>
  windows.reduce<Arrangement | undefined>((before, one) => arrange(before, one, place), undefined);

function wanted(one: TmuxWindow, arrangement: Arrangement | undefined): string[] {
  const own = one.panes.find(({ role }) => role !== 'work');
  return rearrange(one, own, arrangement, place).map((action) =>
    action.type === 'layout.arrange' ? action.layout.slice(5) : action.type,
  );
}

const even = window('160x29,0,0{26x29,0,0,9,66x29,27,0,1,66x29,94,0,2}');
const wider = window('220x29,0,0{26x29,0,0,9,106x29,27,0,1,86x29,134,0,2}');

test('a window that was resized gets the proportions that it had', () => {
  expect(wanted(wider, after(even, wider))).toEqual(['220x29,0,0{26x29,0,0,9,96x29,27,0,1,96x29,124,0,2}']);
  expect(wanted(even, after(even, wider, even))).toEqual([]);
});

test('what a person changes in the same space is the new arrangement', () => {
  const dragged = window('160x29,0,0{26x29,0,0,9,100x29,27,0,1,32x29,128,0,2}');
  expect(wanted(dragged, after(even, dragged))).toEqual([]);
  expect(after(even, dragged)?.due).toBe(false);
});

test('what tmux does not do is not asked for again', () => {
  const other = { ...wider, name: 'other' };
  expect(after(even, wider, other)?.due).toBe(true);
  const refused = window('220x29,0,0{26x29,0,0,9,105x29,27,0,1,87x29,133,0,2}');
  expect(after(even, wider, refused)?.due).toBe(false);
});

test('without the sidebar tmux decides alone', () => {
  const alone = window('160x29,0,0{80x29,0,0,1,79x29,81,0,2}');
  const grown = window('220x29,0,0{120x29,0,0,1,99x29,121,0,2}');
  expect(after(alone, grown)?.due).toBe(false);
});

test('a zoomed window waits', () => {
  const zoomed = { ...wider, zoomed: true };
  expect(wanted(zoomed, after(even, zoomed))).toEqual([]);
  expect(wanted(wider, after(even, zoomed, wider))).toHaveLength(1);
});

test('other panes are another arrangement', () => {
  const split = window('220x29,0,0{26x29,0,0,9,106x29,27,0,1,43x29,134,0,2,42x29,178,0,3}');
  expect(after(even, split)?.due).toBe(false);
});

test.each<[string, string, string[]]>([
  [
    'even-vertical',
    '100x29,0,0[100x9,0,0,9,100x9,0,10,1,100x9,0,20,2]',
    ['100x29,0,0{26x29,0,0,9,73x29,27,0[73x14,27,0,1,73x14,27,15,2]}'],
  ],
  [
    'main-horizontal',
    '100x29,0,0[100x10,0,0,9,100x18,0,11{33x18,0,11,1,33x18,34,11,2,32x18,68,11,3}]',
    ['100x29,0,0{26x29,0,0,9,73x29,27,0[73x10,27,0,1,73x18,27,11{36x18,27,11,2,36x18,64,11,3}]}'],
  ],
  [
    'tiled',
    '100x29,0,0[100x14,0,0{49x14,0,0,9,50x14,50,0,1},100x14,0,15{49x14,0,15,2,50x14,50,15,3}]',
    ['100x29,0,0{26x29,0,0,9,73x29,27,0[73x14,27,0{36x14,27,0,1,36x14,64,0,2},73x14,27,15,3]}'],
  ],
  ['a pane before ours', '100x29,0,0{40x29,0,0,1,26x29,41,0,9,32x29,68,0,2}', ['pane.move']],
])('of %s the work panes get what is beside the sidebar', (_, text, expected) => {
  const one = window(text);
  expect(wanted(one, after(one))).toEqual(expected);
});

test('an unreadable description is left alone', () => {
  expect(arrange(undefined, { ...even, layout: '' }, place)).toBe(undefined);
});
