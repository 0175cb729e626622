import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { rateGuard } from '../../../src/daemon/rate.ts';

test('counts each connection by itself, and starts again after a second', () => {
  const check = rateGuard(3);
  const [one, other] = [new Socket(), new Socket()];
  for (const now of [0, 1, 2]) check(one, now);
  expect(() => check(one, 999)).toThrow(expect.objectContaining({ status: 429, headers: { 'retry-after': '1' } }));
  check(other, 999);
  check(one, 1000);
});
