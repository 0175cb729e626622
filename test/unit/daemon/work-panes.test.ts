import { expect, test } from 'vitest';
import { reduce } from '../../../src/core/reduce.ts';
import { initialState } from '../../../src/core/state.ts';
import type { TmuxWindow, Topology } from '../../../src/core/topology.ts';
import { workPanes } from '../../../src/daemon/work-panes.ts';

function window(id: string, pid: number): TmuxWindow {
  const pane = { id: `%${pid}`, role: 'work' as const, active: true, last: false, width: 80, left: 0, pid };
  return { id, name: 'w', zoomed: false, width: 80, layout: '', kept: null, panes: [pane] };
}

/** tmux lists windows by the names of their sessions. */
function listed(...windows: TmuxWindow[]) {
  const topology: Topology = {
    sessions: windows.map(({ id }, index) => ({
      id: `$${index}`,
      name: id,
      windows: [{ window: id, index: 0, active: true }],
    })),
    windows: new Map(windows.map((one) => [one.id, one])),
    clients: [],
    foreignControl: false,
    stash: [],
    options: { width: '', position: '' },
    mouse: false,
  };
  return workPanes(reduce(initialState, { type: 'tmux.listed', server: '/s', topology }));
}

test('the panes are in the same order whatever their sessions are called: a rename is no reason to look at processes', () => {
  const [one, two] = [window('@1', 300), window('@2', 200)];
  expect(listed(one, two)).toEqual(listed(two, one));
  expect(listed(one, two).map(({ pid }) => pid)).toEqual([200, 300]);
});
