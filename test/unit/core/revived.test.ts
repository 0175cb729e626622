import { expect, test } from 'vitest';
import { emptyRevived, sidebarsRevived } from '../../../src/core/revived.ts';
import { reconcileSidebars } from '../../../src/core/sidebars.ts';
import type { Topology } from '../../../src/core/topology.ts';
import { topology } from '../../support/states.ts';

const wishes = { shown: true, width: 26, position: 'left' as const, focusWanted: null };

/** A window `@1` with a slot `%10` and work, and what restored it put a process into that slot. */
function restored({ stash = [] as string[], zoomed = [] as string[] } = {}): Topology {
  const before = topology({
    sessions: { a: ['@1'] },
    clients: { tty: 'a' },
    windows: { '@1': ['slot', '*work'] },
    zoomed,
    stash,
  });
  const windows = [...before.windows].map(([id, window]) => {
    const panes = window.panes.map((pane) => (pane.role === 'slot' ? { ...pane, pid: 4711 } : pane));
    return [id, { ...window, panes }] as const;
  });
  return { ...before, windows: new Map(windows) };
}

test('what runs in a place of ours gives it up, before anything else is done', () => {
  const wanted = [{ type: 'slot.replace', pane: '%10' }];
  expect(reconcileSidebars(restored(), wishes)).toEqual(wanted);
  expect(reconcileSidebars(restored(), { ...wishes, shown: false })).toEqual(wanted);
});

test('in a zoomed window later, because it would unzoom', () => {
  expect(emptyRevived(restored({ zoomed: ['@1'] }))).toEqual([]);
});

test('tells that sidebars were open, in a window of the user', () => {
  expect(sidebarsRevived(restored())).toBe(true);
  expect(sidebarsRevived(restored({ stash: ['@1'] }))).toBe(false);
});
