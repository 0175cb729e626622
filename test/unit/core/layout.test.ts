import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, formatLayout, panesIn, parseLayout, scaled, without } from '../../../src/core/layout.ts';

/** As tmux 3.3a says it: `opensessions` on the left, two work panes below each other, one beside them. */
const recorded = '7f52,160x29,0,0{26x29,0,0,3,66x29,27,0[66x14,27,0,0,66x14,27,15,2],66x29,94,0,1}';

/** A cell of that size in which all sizes add up. */
const cellOf = (width: number, height: number, depth = 3): fc.Arbitrary<Cell> => {
  const leaf = fc.nat(1000).map((id): Cell => ({ width, height, pane: `%${id}` }));
  if (depth === 0 || Math.min(width, height) < 5) return leaf;
  const split = (axis: 'row' | 'column') => {
    const size = axis === 'row' ? width : height;
    return fc
      .integer({ min: 1, max: size - 2 })
      .chain((first) =>
        fc
          .tuple(
            axis === 'row' ? cellOf(first, height, depth - 1) : cellOf(width, first, depth - 1),
            axis === 'row' ? cellOf(size - 1 - first, height, depth - 1) : cellOf(width, size - 1 - first, depth - 1),
          )
          .map((cells): Cell => ({ width, height, axis, cells })),
      );
  };
  return fc.oneof(leaf, split('row'), split('column'));
};

function addsUp(cell: Cell): boolean {
  if ('pane' in cell) return cell.width >= 1 && cell.height >= 1;
  const [along, across] = cell.axis === 'row' ? (['width', 'height'] as const) : (['height', 'width'] as const);
  const sum = cell.cells.reduce((before, inner) => before + inner[along] + 1, -1);
  return sum === cell[along] && cell.cells.every((inner) => inner[across] === cell[across] && addsUp(inner));
}

test('is read and written as tmux does, its checksum included', () => {
  const root = parseLayout('b25d,80x24,0,0,0');
  expect(root).toEqual({ width: 80, height: 24, pane: '%0' });
  expect(root && formatLayout(root)).toBe('b25d,80x24,0,0,0');
  const cell = parseLayout(recorded);
  expect(cell && panesIn(cell)).toEqual(['%3', '%0', '%2', '%1']);
  expect(cell && formatLayout(cell).slice(5)).toBe(recorded.slice(5));
});

test('what was written is read as the same', () => {
  fc.assert(
    fc.property(cellOf(120, 40), (cell) => {
      expect(parseLayout(formatLayout(cell))).toEqual(cell);
    }),
  );
});

test.each([
  '',
  'b25d,',
  'b25d,80x24,0,0',
  'b25d,80x24,0,0{1x1,0,0,1',
  'b25d,80x24,0,0<1x1,0,0,1>',
  'b25d,80x24,0,0,0 x',
  `b25d,${'1x1,0,0{'.repeat(10_000)}`,
])('%.40j is no layout that we know', (text) => {
  expect(parseLayout(text)).toBe(null);
});

describe('another size', () => {
  test('keeps the panes, and all sizes add up; the same size changes nothing', () => {
    const size = fc.record({ width: fc.integer({ min: 1, max: 300 }), height: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(cellOf(120, 40), size, (cell, wanted) => {
        expect(scaled(cell, { width: 120, height: 40 })).toEqual(cell);
        const result = scaled(cell, wanted);
        if (result === null) return;
        expect([result.width, result.height]).toEqual([wanted.width, wanted.height]);
        expect(panesIn(result)).toEqual(panesIn(cell));
        expect(addsUp(result)).toBe(true);
      }),
    );
  });

  test('keeps equal panes equal, and is none where they have no room', () => {
    const cell = parseLayout('0000,133x10,0,0{66x10,0,0,1,66x10,67,0,2}');
    if (cell === null) throw new Error('no layout');
    expect(scaled(cell, { width: 193, height: 10 })).toMatchObject({ cells: [{ width: 96 }, { width: 96 }] });
    expect(scaled(cell, { width: 2, height: 10 })).toBe(null);
  });
});

test('without a pane its row or column goes where it was one of two', () => {
  const cell = parseLayout(recorded);
  if (cell === null) throw new Error('no layout');
  expect(panesIn(without(cell, '%3') ?? cell)).toEqual(['%0', '%2', '%1']);
  expect(without(cell, '%2')).toMatchObject({ axis: 'row', cells: [{ pane: '%3' }, { pane: '%0' }, { pane: '%1' }] });
  expect(without({ width: 1, height: 1, pane: '%1' }, '%1')).toBe(null);
});
