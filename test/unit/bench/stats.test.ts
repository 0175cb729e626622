import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSteady, median, p95 } from '../../bench/stats.ts';

describe('median and p95', () => {
  test('are samples, by nearest rank', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2);
    expect(p95(Array.from({ length: 100 }, (_, index) => index + 1))).toBe(95);
    expect(p95([7])).toBe(7);
  });

  test('there is none of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a median is known well enough', () => {
  test.each([
    ['one sample', [5], true],
    ['two that differ', [5, 6], false],
    ['four within a tenth', [95, 100, 102, 108], true],
    ['four, one far away', [95, 100, 102, 140], false],
    ['seven, one far away', [95, 98, 100, 101, 102, 103, 900], true],
    ['seven, two far away', [95, 98, 100, 101, 102, 800, 900], false],
  ])('%s', (_, samples, steady) => {
    expect(isSteady(samples, 0)).toBe(steady);
  });

  test('when what is left is too little to matter, of negative ones and around nothing, too', () => {
    expect(isSteady([0.01, 0.02, 0.03, 0.04], 0.03)).toBe(true);
    expect(isSteady([-0.02, 0, 0.01, 0.02], 0.03)).toBe(true);
    expect(isSteady([-105, -100, -98, -95], 0)).toBe(true);
    expect(isSteady([-0.02, 0, 0.01, 0.02], 0)).toBe(false);
  });

  test('many samples tell even when they are spread widely', () => {
    const spread = Array.from({ length: 400 }, (_, index) => 50 + ((index * 37) % 101));
    expect(isSteady(spread.slice(0, 6), 0)).toBe(false);
    expect(isSteady(spread, 0)).toBe(true);
  });

  test('their order does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 }), (samples) => {
        expect(isSteady(samples.toReversed(), 1)).toBe(isSteady(samples, 1));
      }),
    );
  });
});
