import { expect, test } from 'vitest';
import { popupSize } from '../../../src/tmux/popup.ts';

test.each([
  [200, 60, { columns: 90, rows: 30 }],
  [100, 30, { columns: 80, rows: 24 }],
  [40, 12, { columns: 40, rows: 12 }],
  [22, 10, { columns: 22, rows: 10 }],
  [21, 30, null],
  [80, 9, null],
  [0, 0, null],
  [Number.NaN, Number.NaN, null],
])('in a terminal of %d × %d', (columns, rows, wanted) => {
  expect(popupSize(columns, rows)).toEqual(wanted);
});
