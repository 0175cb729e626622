import { expect, test } from 'vitest';
import { openedByKey } from '../../../src/core/opened.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { initialState } from '../../../src/core/state.ts';
import type { Topology } from '../../../src/core/topology.ts';
import { type ServerSketch, server, topology } from '../../support/states.ts';

const looked = (...panes: ServerSketch['windows'][string]): Topology =>
  topology({ sessions: { a: ['@1'] }, clients: { tty: 'a' }, windows: { '@1': panes } });
const shownAfter = (...looks: Topology[]) =>
  looks
    .reduce((state, one) => reduce(state, { type: 'tmux.listed', server, topology: one }), initialState)
    .servers.get(server)?.shown;

test('a sidebar that comes after our first look was opened by a key, and stays', () => {
  expect(openedByKey(looked('*work'), looked('*live', 'work'))).toBe(true);
  expect(shownAfter(looked('*work'))).toBe(false);
  expect(shownAfter(looked('*work'), looked('*live', 'work'))).toBe(true);
});

test('what was a place of ours is our own doing', () => {
  expect(openedByKey(looked('slot', '*work'), looked('live', '*work'))).toBe(false);
  expect(openedByKey(looked('live', '*work'), looked('live', '*work'))).toBe(false);
});
