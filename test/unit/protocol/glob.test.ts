import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globCharactersMax, matchesGlob, passesGlobs } from '../../../src/protocol/glob.ts';

describe('a pattern', () => {
  test.each([
    ['api', 'api', true],
    ['api', 'api2', false],
    ['api', 'API', false],
    ['api*', 'api', true],
    ['*', '', true],
    ['', '', true],
    ['a*c*e', 'abcde', true],
    ['a*c*e', 'abcdef', false],
    ['*-wip', 'a-wip-wip', true],
    ['?', '👍', true],
    ['?', '', false],
    ['a?c', 'abc', true],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['**b', 'aab', true],
  ])('%s and the name %s: %s', (pattern, name, expected) => {
    expect(matchesGlob(pattern, name)).toBe(expected);
  });

  test('means what the same regular expression means', () => {
    const short = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 8 });
    fc.assert(
      fc.property(short('ab*?'), short('ab'), (pattern, name) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesGlob(pattern, name)).toBe(expression.test(name));
      }),
    );
  });

  test('that a backtracking matcher would never finish is done in no more than pattern × name steps', () => {
    const pattern = `${'*a'.repeat(globCharactersMax / 2 - 1)}*b`;
    expect(matchesGlob(pattern, 'a'.repeat(10_000))).toBe(false);
  });
});

test.each([
  [[], 'x', true],
  [['api*'], 'api-2', true],
  [['api*'], 'web', false],
  [['api*', 'web'], 'web', true],
  [['!popup-*'], 'web', true],
  [['!popup-*'], 'popup-1', false],
  [['*', '!popup-*'], 'popup-1', false],
  [['api*', '!api-old'], 'api-old', false],
  [['api*', '!api-old'], 'web', false],
] as const)('of %j the name %s is meant: %s', (patterns, name, expected) => {
  expect(passesGlobs(patterns, name)).toBe(expected);
});
