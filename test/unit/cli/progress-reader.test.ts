import { describe, expect, test } from 'vitest';
import { createProgressReader } from '../../../src/cli/progress-reader.ts';

describe('progress in output', () => {
  test.each([
    ['compiling 3/10', { current: 3, total: 10 }],
    ['[12/340] Building CXX object', { current: 12, total: 340 }],
    ['Tests: 7 of 9 done', { current: 7, total: 9 }],
    ['\u001b[32m 80%\u001b[0m\n', { percent: 0.8 }],
    ['12.5% [###    ]', { percent: 0.125 }],
    ['Receiving objects:  45% (450/1000)', { percent: 0.45 }],
    ['1%\r2%\r3%', { percent: 0.03 }],
    ['5/10\nand nothing on this line\n', { current: 5, total: 10 }],
    ['10%\n20%\nplain\n', { percent: 0.2 }],
  ])('%j', (text, amount) => {
    expect(createProgressReader()(text)).toEqual(amount);
  });

  test.each([
    ['11/21/2026'],
    ['2026/11/21'],
    ['src/3/10.ts'],
    ['v1.2/3'],
    ['9/3'],
    ['1/1'],
    ['250%'],
    ['100%CPU'],
    ['http://localhost:80/90'],
    ['and/or'],
    [''],
  ])('%j is none', (text) => {
    expect(createProgressReader()(text)).toBe(undefined);
  });

  test('a line may come in pieces, and one without end is bounded', () => {
    const read = createProgressReader();
    expect(read('file 3')).toBe(undefined);
    expect(read('/')).toBe(undefined);
    expect(read('10 ')).toEqual({ current: 3, total: 10 });
    for (let round = 0; round < 100; round += 1) read('x'.repeat(10_000));
    expect(read(' 50%')).toEqual({ percent: 0.5 });
  });
});
