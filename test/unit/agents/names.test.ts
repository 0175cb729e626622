import { expect, test } from 'vitest';
import { runs } from '../../../src/agents/names.ts';

test.each([
  ['its own name', 'aider', ['aider', '--yes']],
  ['a path', 'aider', ['/home/dev/.local/bin/aider']],
  ['a cut name', 'somebody', ['/usr/bin/aider']],
  ['a python script', 'python3.12', ['/usr/bin/python3.12', '-u', '/home/dev/.local/bin/aider', '--yes']],
  ['a node script', 'node', ['node', '--no-warnings', '/usr/lib/node_modules/.bin/aider.js']],
  ['a script known by its path', 'node', ['node', '/usr/lib/node_modules/@aider/cli/index.js']],
  ['a main thread with another name', 'MainThread', ['node', '/usr/bin/aider']],
])('%s', (_, comm, argv) => {
  expect(runs({ comm, argv }, ['aider'], ['/@aider/cli/'])).toBe(true);
});

test.each([
  ['an editor with such a file', 'vim', ['vim', 'aider']],
  ['an argument of a script', 'node', ['node', 'server.js', 'aider']],
  ['an option of the interpreter', 'node', ['node', '--title=aider', 'server.js']],
  ['a longer name', 'aider-helper', ['aider-helper']],
  ['no arguments', 'node', []],
])('not %s', (_, comm, argv) => {
  expect(runs({ comm, argv }, ['aider'], ['/@aider/cli/'])).toBe(false);
});
