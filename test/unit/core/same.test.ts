import { expect, test } from 'vitest';
import { same } from '../../../src/core/same.ts';

test.each<[unknown, unknown]>([
  [{ a: [1, { b: null }] }, { a: [1, { b: null }] }],
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [new Map([['a', { b: 1 }]]), new Map([['a', { b: 1 }]])],
  [Number.NaN, Number.NaN],
])('%j equals %j', (a, b) => {
  expect(same(a, b)).toBe(true);
});

test.each<[unknown, unknown]>([
  [
    [1, 2],
    [2, 1],
  ],
  [[1], [1, 2]],
  [[], {}],
  [{}, []],
  [{ a: 1 }, { a: 1, b: 1 }],
  [{ a: undefined }, { b: 1 }],
  [{ a: null }, { a: {} }],
  [new Map([['a', 1]]), new Map([['b', 1]])],
])('%j differs from %j', (a, b) => {
  expect(same(a, b)).toBe(false);
});
