import { expect, test } from 'vitest';
import { freeWork } from '../../../src/core/stash.ts';
import { topology } from '../../support/states.ts';

const sketch = {
  sessions: { a: ['@1'], b: ['@2'] },
  windows: { '@1': ['*work'], '@2': ['*work'], '@8': ['slot', 'work'], '@9': ['live'] },
  stash: ['@8', '@9'],
} as const;

test('work in the stash goes to the session that a client is in', () => {
  expect(freeWork(topology({ ...sketch, clients: { tty: 'b' } }))).toEqual([
    { type: 'pane.free', pane: '%81', session: '$1' },
  ]);
});

test('where nobody is attached it goes to the first one', () => {
  expect(freeWork(topology(sketch))).toEqual([{ type: 'pane.free', pane: '%81', session: '$0' }]);
});

test('a pane without a process is no work: it is a slot that is about to be marked', () => {
  const before = topology({ ...sketch, clients: { tty: 'b' } });
  const windows = new Map(
    [...before.windows].map(([id, window]) => [
      id,
      { ...window, panes: window.panes.map((pane) => ({ ...pane, pid: 0 })) },
    ]),
  );
  expect(freeWork({ ...before, windows })).toEqual([]);
});
