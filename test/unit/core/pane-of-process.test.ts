import { expect, test } from 'vitest';
import { paneOfProcess } from '../../../src/core/pane-of-process.ts';

const table = (...rows: readonly (readonly [pid: number, ppid: number, tty?: string])[]) =>
  new Map(rows.map(([pid, ppid, tty = null]) => [pid, { ppid, tty }]));
const panes = [
  { server: '/outer', pane: '%1', pid: 100 },
  { server: '/outer', pane: '%2', pid: 200 },
  { server: '/inner', pane: '%1', pid: 300 },
];

test("a process belongs to the pane of its nearest ancestor that is a pane's process, wrappers or not", () => {
  const processes = table([100, 1], [101, 100], [102, 101], [103, 102], [300, 103], [301, 300]);
  expect(paneOfProcess(103, processes, panes)).toEqual({ server: '/outer', pane: '%1' });
  expect(paneOfProcess(100, processes, panes)).toEqual({ server: '/outer', pane: '%1' });
  expect(paneOfProcess(301, processes, panes)).toEqual({ server: '/inner', pane: '%1' });
});

test('one whose parent died is found by its terminal; without a terminal it is nowhere', () => {
  const processes = table([100, 1, 'a'], [200, 1, 'b'], [104, 1, 'b'], [105, 1]);
  expect(paneOfProcess(104, processes, panes)).toEqual({ server: '/outer', pane: '%2' });
  expect(paneOfProcess(105, processes, panes)).toBe(null);
  expect(paneOfProcess(999, processes, panes)).toBe(null);
});

test('a table that was read while processes moved may hold a ring', () => {
  expect(paneOfProcess(7, table([7, 8], [8, 7]), panes)).toBe(null);
});
