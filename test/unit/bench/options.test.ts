import { describe, expect, test } from 'vitest';
import { parseOptions, usage } from '../../bench/options.ts';

const names = ['memory', 'switch', 'push'];
const parse = (...argv: string[]) => parseOptions(argv, names);

test('by default all figures are measured', () => {
  expect(parse()).toEqual({
    ...{ figures: names, windows: [3, 27], n: 30, floorsOnly: false, dayShare: 0.01 },
    ...{ record: false, json: false, help: false },
  });
});

test('figures are named one by one or in a list, in any order, and each is measured once', () => {
  expect(parse('--only', 'push,memory').figures).toEqual(['memory', 'push']);
  expect(parse('--only', 'push', '--only', 'memory').figures).toEqual(['memory', 'push']);
  expect(parse('--only', 'push, switch', '--only', 'push').figures).toEqual(['switch', 'push']);
});

test('numbers of windows are a list', () => {
  expect(parse('--windows', '3,10,27').windows).toEqual([3, 10, 27]);
});

describe('what is wrong is said', () => {
  test.each([
    [['--only', 'pull,push,idel'], 'no figure is called pull or idel; there are memory, switch, push'],
    [['--only', ''], 'no figure is called "";'],
    [['--windows', '3,,27'], '--windows takes whole numbers from 1 to 9999, not ""'],
    [['--n', '0'], '--n takes whole numbers from 1 to 9999, not "0"'],
    [['--n', '1e3'], 'not "1e3"'],
    [['--day', '2'], '--day takes a number above 0 and up to 1, not "2"'],
    [['--day', 'x'], 'not "x"'],
    [['--fast'], "'--fast'"],
    [['push'], "'push'"],
  ])('%j', (argv, says) => {
    expect(() => parse(...argv)).toThrow(says);
  });
});

test('the usage names all figures', () => {
  expect(usage(names)).toContain('memory, switch, push; default all');
});
