import { expect, test } from 'vitest';
import { complaints } from '../../../src/daemon/complaints.ts';

test('the same complaint about the same thing is told once, whatever is told of others in between', () => {
  const isNew = complaints();
  const told = ['a down', 'b down', 'a down', 'b down', 'a gone', 'a gone', 'a down'].filter((one) => {
    const [about = '', text = ''] = one.split(' ');
    return isNew(about, text);
  });
  expect(told).toEqual(['a down', 'b down', 'a gone', 'a down']);
});
