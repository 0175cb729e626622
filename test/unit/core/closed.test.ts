import { expect, test } from 'vitest';
import { closedByPerson, panesEndedBy, restarts } from '../../../src/core/closed.ts';
import { later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const two = { sessions: { a: ['@1', '@2'] }, clients: { tty: 'a' } };
const open: ServerSketch = { ...two, windows: { '@1': ['*work', 'live'], '@2': ['*work', 'slot'] } };

test.each<[string, ServerSketch, readonly string[], boolean]>([
  ['the live pane is gone', { ...two, windows: { '@1': ['*work'], '@2': ['*work', 'slot'] } }, [], true],
  ['we ended it ourselves', { ...two, windows: { '@1': ['*work'], '@2': ['*work', 'slot'] } }, ['%11'], false],
  ['its process is gone', { ...two, windows: { '@1': ['*work', 'slot'], '@2': ['*work', 'slot'] } }, [], false],
  ['its window is gone', { sessions: { a: ['@2'] }, windows: { '@2': ['*work', 'slot'] } }, [], false],
  ['a slot is gone', { ...two, windows: { '@1': ['*work', 'live'], '@2': ['*work'] } }, [], false],
  ['nothing is', open, [], false],
])('%s', (_, after, ours, expected) => {
  expect(closedByPerson(topology(open), topology(after), new Set(ours))).toBe(expected);
});

test('a closed one is hidden everywhere, and asks for no focus', () => {
  const event = { type: 'tmux.listed', server, topology: topology({ ...two, windows: { '@1': ['*work'] } }) } as const;
  const wanted = { type: 'focus.wanted', server, client: 'tty' } as const;
  const state = (...events: Parameters<typeof later>[1][]) =>
    later(serving(open, wanted), ...events).servers.get(server);
  expect(state(event)).toMatchObject({ shown: false, focusWanted: null });
  expect(state({ ...event, ended: ['%11'] })).toMatchObject({ shown: true, focusWanted: 'tty' });
});

test('of our actions two end a pane', () => {
  expect(
    panesEndedBy([
      { type: 'pane.kill', pane: '%1' },
      { type: 'live.retire', pane: '%2' },
      { type: 'pane.park', pane: '%3' },
    ]),
  ).toEqual(['%1', '%2']);
});

test('only a slot in which a sidebar has ended is started again', () => {
  const before = topology({ ...two, windows: { '@1': ['*work', 'slot'], '@2': ['*work', 'slot'] } });
  const windows = new Map(
    [...before.windows].map(([id, window]) => [
      id,
      { ...window, panes: window.panes.map((pane) => (pane.id === '%11' ? { ...pane, ended: true as const } : pane)) },
    ]),
  );
  const replaces = (pane: string) => restarts([{ type: 'slot.replace', pane }], { ...before, windows });
  expect([replaces('%11'), replaces('%21')]).toEqual([true, false]);
});
