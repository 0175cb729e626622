import { expect, test } from 'vitest';
import { compared, comparedEach, row, times, total } from '../../bench/figure.ts';
import { line } from '../../bench/history.ts';
import { described, type Machine } from '../../bench/machine.ts';
import { table } from '../../bench/table.ts';

const floor = row('push', 'bare server', 'ms', [2, 2, 2, 2], true);
const machine: Machine = {
  ...{ system: 'linux x64', cores: 2, memoryMiB: 4096, node: 'v24.0.0', tmux: 'tmux 3.4', load: [0.25, 0.5, 1] },
};

test('a table has floors, ratios, counts, and says what is unsteady', () => {
  const rows = [
    compared(row('push', 'to paint', 'ms', [5, 5, 5.04, 9]), floor),
    total('push', 'lost', 'switches', 0, 12),
    floor,
  ];
  expect(table(rows).split('\n')).toEqual([
    'figure  what                  median  p95  unit      × floor   n',
    '------  --------------------  ------  ---  --------  -------  --',
    'push    to paint (unsteady)        5    9  ms            2.5   4',
    'push    lost                       0    0  switches           12',
    'push      floor: bare server       2    2  ms                  4',
  ]);
});

test('nothing is compared with nothing', () => {
  const nothing = row('idle', 'nothing', '% of a core', [0], true);
  expect(compared(floor, nothing)).not.toHaveProperty('ratio');
  expect(comparedEach([floor, floor], [floor]).map(({ ratio }) => ratio)).toEqual([1, undefined]);
});

test('how many times another row one is, is as steady as both', () => {
  const many = row('push', 'many', 'ms', [3, 3, 3]);
  expect(times('push', 'many over few', many, floor)).toMatchObject({ unit: '×', median: 1.5, n: 3 });
  expect(times('push', 'many over few', many, floor)).not.toHaveProperty('unsteady');
  const wild = row('push', 'wild', 'ms', [1, 5, 25]);
  expect(times('push', 'wild over few', wild, floor).unsteady).toBe(true);
});

test('the history holds when, what and on which machine, and is bounded', () => {
  const at = new Date(0);
  const rows = [compared(row('push', 'to paint', 'ms', [1.234567]), row('push', 'floor', 'ms', [3]))];
  expect(JSON.parse(line(rows, machine, { at, version: '0.1.0', commit: null }))).toEqual({
    ...{ at: '1970-01-01T00:00:00.000Z', version: '0.1.0', commit: null, machine },
    rows: [
      {
        ...{ figure: 'push', what: 'to paint', unit: 'ms', floor: false, n: 1 },
        ...{ median: 1.235, p95: 1.235, ratio: 0.4115 },
      },
    ],
  });
  const many = JSON.parse(line(Array(600).fill(floor), machine, { at, version: '0.1.0', commit: 'abc' }));
  expect(many.rows.length).toBe(500);
});

test('a busy machine is warned of', () => {
  expect(described(machine)).toBe('linux x64, 2 cores, 4096 MiB, Node v24.0.0, tmux 3.4, load 0.25');
  expect(described({ ...machine, load: [1, 1, 1] })).toContain('others work on this machine');
});
