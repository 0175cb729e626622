import { expect, test } from 'vitest';
import { derived } from '../../../src/protocol/derived.ts';

test('is worked out once for each value, whatever comes of it', () => {
  const asked: object[] = [];
  const nothing = derived((from: object) => void asked.push(from));
  const [one, other] = [{ a: 1 }, { a: 1 }];
  for (const from of [one, one, other, one, other]) nothing(from);
  expect(asked).toEqual([one, other]);
  expect(asked[1]).toBe(other);
});
