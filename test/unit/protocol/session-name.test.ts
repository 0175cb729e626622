import { expect, test } from 'vitest';
import { nameProblem } from '../../../src/protocol/session-name.ts';

const others = ['api', 'a_b', 'c\\\\d'];

test.each([
  ['', 'a session needs a name'],
  ['  ', 'a session needs a name'],
  ['api', 'api is taken'],
  [' api ', 'api is taken'],
  ['a.b', 'tmux makes a_b of it, which is taken'],
  ['a:b', 'tmux makes a_b of it, which is taken'],
  ['c\\d', 'tmux makes c\\\\d of it, which is taken'],
  ['_os_stash', '_os_stash is ours: take another name'],
  ['x'.repeat(257), 'a name has at most 256 characters'],
])('%j: %s', (text, problem) => {
  expect(nameProblem(text, others)).toBe(problem);
});

test.each(['-x', '$(id)', '#{pid}', '🚀', '漢字', 'API', '$3', '%1', '=api', 'x'.repeat(256)])('%j can be', (text) => {
  expect(nameProblem(text, others)).toBeNull();
});
