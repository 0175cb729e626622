import { expect, test } from 'vitest';
import { numbered, numberedMax } from '../../../src/core/numbered.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { server, stateAfter, topology, watching } from './agents-support.ts';

const looked = stateAfter([...watching, { type: 'tmux.listed', server, topology: topology('$0') }]);
const first = (state: typeof looked) => numbered(state, server).slice(0, 3);

test('sessions have the numbers of the list, and behind the last there is none', () => {
  expect(first(looked)).toEqual(['$0', '$1', null]);
  expect(numbered(looked, server)).toHaveLength(numberedMax);
  expect(first(reduce(looked, { type: 'session.moved', server, session: '$0', by: 1 }))).toEqual(['$1', '$0', null]);
  expect(first(reduce(looked, { type: 'session.hidden', server, session: '$0', hidden: true }))).toEqual([
    '$1',
    null,
    null,
  ]);
});

test('there are none while a sidebar is open and a hook would not know which one to move', () => {
  const open = reduce(looked, { type: 'sidebars.toggled', server, shown: true });
  expect(first(open)).toEqual(['$0', '$1', null]);
  const watched = { ...topology('$0'), foreignControl: true };
  const guess = reduce(open, { type: 'tmux.listed', server, topology: watched });
  expect(first(guess)).toEqual([null, null, null]);
  expect(first(reduce(guess, { type: 'sidebars.toggled', server, shown: false }))).toEqual(['$0', '$1', null]);
});

test('there are none of a tmux server that is gone', () => {
  expect(first(reduce(looked, { type: 'tmux.gone', server }))).toEqual([null, null, null]);
});
