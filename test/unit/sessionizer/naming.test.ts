import { expect, test } from 'vitest';
import { type Homed, nameFor, sessionOf } from '../../../src/sessionizer/naming.ts';

const git = (root: string): Homed['git'] => ({
  root,
  branch: 'main',
  detached: false,
  operation: null,
  dirty: false,
  ahead: null,
  behind: null,
  worktreeOf: null,
});

function session(id: string, name: string, places: Partial<Pick<Homed, 'path' | 'dir' | 'git'>>): Homed {
  return { id, name, path: null, dir: null, git: null, ...places };
}

test.each([
  ['/home/me/code/api', [], 'api'],
  ['/home/me/code/api.v2:x', [], 'api_v2_x'],
  ['/home/me/code/api', ['api'], 'code/api'],
  ['/home/me/code/api', ['api', 'code/api'], 'me/code/api'],
  ['/a.b', ['a_b'], 'a_b-2'],
  ['/', [], 'root'],
  ['/', ['root', 'root-2'], 'root-3'],
  ['/x/\u001b[31m\u202e', [], 'root'],
  ['/x/_os_stash', [], 'x/_os_stash'],
  ['/x/漢字 🚀', [], '漢字 🚀'],
  ['/x/-$(id)', [], '-$(id)'],
  ['/x/a\\b', ['a\\\\b'], 'x/a\\b'],
])('%j among %j is called %j', (dir, names, wanted) => {
  expect(nameFor(dir, names)).toBe(wanted);
});

test('a very long last part is cut, and is still told from others', () => {
  const long = `/x/${'a'.repeat(4000)}`;
  const name = nameFor(long, []);
  expect(name.length).toBeLessThanOrEqual(256);
  expect(nameFor(long, [name])).not.toBe(name);
});

test("a directory's session was started there, else is at work there, else in its working tree", () => {
  const inside = session('$1', 'inside', { path: '/home/me', dir: '/code/api/src', git: git('/code/api') });
  const there = session('$2', 'there', { path: '/home/me', dir: '/code/api' });
  const started = session('$3', 'started', { path: '/code/api', dir: '/tmp' });
  expect(sessionOf('/code/api', [inside, there, started])?.id).toBe('$3');
  expect(sessionOf('/code/api', [inside, there])?.id).toBe('$2');
  expect(sessionOf('/code/api', [inside])?.id).toBe('$1');
  expect(sessionOf('/code/api/src/deep', [inside])).toBeUndefined();
});

test('of several in one directory the one with its name is meant; a name alone means nothing', () => {
  const other = session('$1', 'scratch', { path: '/code/api' });
  const named = session('$2', 'api', { path: '/code/api' });
  expect(sessionOf('/code/api', [other, named])?.id).toBe('$2');
  expect(sessionOf('/work/api', [other, named])).toBeUndefined();
});
