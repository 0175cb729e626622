import { expect, test } from 'vitest';
import { restoreGuard } from '../../../src/daemon/restore-guard.ts';

test('a restore holds until it is over, or has taken two minutes; another one begins anew', () => {
  let now = 0;
  const isRestoring = restoreGuard(() => now);
  const asked = (says: string, at: number) => {
    now = at;
    return isRestoring('/s', says);
  };
  expect([asked('', 0), asked('12', 1000), asked('12', 120_999), asked('12', 121_000)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([asked('13', 121_000), asked('', 122_000), asked('13', 300_000)]).toEqual([true, false, true]);
  expect(isRestoring('/other', '')).toBe(false);
});
