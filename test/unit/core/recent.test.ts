import { expect, test } from 'vitest';
import { placesOfWork, recentDirsMax, withRecent } from '../../../src/core/recent.ts';
import { initialState, type State } from '../../../src/core/state.ts';

test('the latest stands first, each once, and no more than so many', () => {
  const recent = ['/a', '/b', '/c'];
  expect(withRecent(recent, ['/c', '/d', '/c'])).toEqual(['/c', '/d', '/a', '/b']);
  expect(withRecent(recent, ['/a'])).toBe(recent);
  expect(withRecent(recent, [])).toBe(recent);
  const many = Array.from({ length: 2 * recentDirsMax }, (_, index) => `/${index}`);
  expect(withRecent(recent, many)).toEqual(many.slice(0, recentDirsMax));
});

test('a place of work is the top of a working tree, or the directory itself, once git has been read', () => {
  const dirs = new Map(
    ['/code/api/src', '/code/api', '/tmp', '/', '/not/read'].map((dir, index) => [`$${index}`, dir]),
  );
  const git = { root: '/code/api' };
  const repositories = new Map<string, unknown>([
    ...['/code/api/src', '/code/api'].map((dir) => [dir, git] as const),
    ...['/tmp', '/'].map((dir) => [dir, null] as const),
  ]);
  const servers = new Map([['/tmp/tmux', { dirs }]]);
  const state = { ...initialState, servers, repositories } as unknown as State;
  expect(placesOfWork(state)).toEqual(['/code/api', '/tmp']);
});
