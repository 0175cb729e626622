import { expect, test } from 'vitest';
import { coalesced } from '../../../src/daemon/coalesced.ts';

test('many calls while it runs become one more run, for each key by itself; an error ends nothing', async () => {
  const runs: string[] = [];
  const errors: string[] = [];
  const gate = Promise.withResolvers<void>();
  const work = coalesced(
    async (key) => {
      runs.push(key);
      await gate.promise;
      if (runs.length <= 2) throw new Error(key);
    },
    (key) => errors.push(key),
  );
  const all = [work('a'), work('a'), work('a'), work('b')];
  expect(runs).toEqual(['a', 'b']);
  gate.resolve();
  await Promise.all(all);
  expect(runs).toEqual(['a', 'b', 'a']);
  await work('a');
  expect(runs).toEqual(['a', 'b', 'a', 'a']);
  expect(errors).toEqual(['a', 'b']);
});
