import { expect, test } from 'vitest';
import { row } from '../../bench/figure.ts';
import { long, quick, slow, untilSteady } from '../../bench/sampling.ts';

const rows = (samples: readonly number[]) => [row('some', 'thing', 'ms', samples)];

test('what is steady at once is done as often as asked for', async () => {
  expect(await untilSteady({ atLeast: 6, atMost: 20 }, async () => 5, rows)).toEqual([
    { figure: 'some', what: 'thing', unit: 'ms', floor: false, n: 6, median: 5, p95: 5 },
  ]);
});

test('what becomes steady is repeated, half as many again at a time', async () => {
  const [made] = await untilSteady({ atLeast: 4, atMost: 40 }, async (turn) => (turn < 2 ? 100 : 5), rows);
  expect(made).toMatchObject({ n: 10, median: 5 });
  expect(made).not.toHaveProperty('unsteady');
});

test('what does not is repeated as often as it may be, and says so', async () => {
  const turns: number[] = [];
  const take = async (turn: number) => {
    turns.push(turn);
    return 10 ** (turn % 3);
  };
  expect(await untilSteady({ atLeast: 4, atMost: 9 }, take, rows)).toMatchObject([{ n: 9, unsteady: true }]);
  expect(turns).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('nothing is added when it takes too long, but what was asked for is done', async () => {
  let seconds = 0;
  const slowly = async () => {
    seconds += 25;
    return 10 ** (seconds % 3);
  };
  const [made] = await untilSteady({ atLeast: 2, atMost: 100 }, slowly, rows, () => seconds * 1000);
  expect(made).toMatchObject({ n: 4, unsteady: true });
  const [all] = await untilSteady({ atLeast: 8, atMost: 100 }, slowly, rows, () => seconds * 1000);
  expect(all).toMatchObject({ n: 8, unsteady: true });
});

test('one row that is not steady has all repeated', async () => {
  const both = (samples: readonly number[]) => [
    row(
      'a',
      'still',
      'ms',
      samples.map(() => 1),
    ),
    ...rows(samples),
  ];
  const made = await untilSteady({ atLeast: 2, atMost: 4 }, async (turn) => 10 ** turn, both);
  expect(made.map(({ n, unsteady }) => [n, unsteady])).toEqual([
    [4, undefined],
    [4, true],
  ]);
});

test('slow things are done less often, and all have a bound', () => {
  expect([quick(30), slow(30), long(30)]).toEqual([
    { atLeast: 30, atMost: 120 },
    { atLeast: 6, atMost: 18 },
    { atLeast: 4, atMost: 8 },
  ]);
  expect([quick(1), slow(1), long(1)].map(({ atLeast }) => atLeast)).toEqual([1, 1, 1]);
});
