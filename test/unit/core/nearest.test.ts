import { expect, test } from 'vitest';
import { nearest } from '../../../src/core/nearest.ts';

test.each([
  ['ap', ['api', 'web'], 'api'],
  ['API', ['api'], 'api'],
  ['frontned', ['frontend', 'backend'], 'frontend'],
  ['x', ['api', 'web'], null],
  ['', ['api'], null],
  ['api', [], null],
  ['🚀 rokcet', ['🚀 rocket'], '🚀 rocket'],
])('%j in %j is %j', (given, names, expected) => {
  expect(nearest(given, names)).toBe(expected);
});

test('names without end are compared by their start', () => {
  expect(nearest('x'.repeat(1_000_000), ['x'.repeat(900_000), 'api'])).toHaveLength(900_000);
});
