import { expect, test } from 'vitest';
import { windowsOfPanes } from '../../../src/core/pane-facts.ts';
import { snapshot } from '../../../src/core/view.ts';
import { later, type ServerSketch, server, serving, topology } from '../../support/states.ts';

const sketch = {
  sessions: { a: ['@1', '@2'], b: ['@2', '@3'] },
  windows: {
    '@1': ['live', '*work'],
    '@2': ['slot', '*work', 'work'],
    '@3': ['*work', 'work', 'slot'],
    '@9': ['work', 'work'],
  },
  stash: ['@9'],
} as const satisfies ServerSketch;

const panes = (...all: [string, string | null, string | null][]) => ({
  type: 'panes.seen' as const,
  server,
  panes: new Map(all.map(([id, command, dir]) => [id, { command, dir }])),
});

test('windows with several panes to work in are asked about, once each', () => {
  expect(windowsOfPanes(topology(sketch))).toEqual(['@2', '@3']);
});

test('what was seen stands at its pane, cleaned and bounded, and the same again is no change', () => {
  const seen = panes(
    ['%21', '\u001b[31mvi\u202em\n', '/code'],
    ['%22', 'x'.repeat(5000), 'no path'],
    ['%99', 'y', '/'],
  );
  const state = serving(sketch, seen);
  const window = snapshot(state).sessions[0]?.windows[1];
  expect(window?.panes).toEqual([
    { id: '%21', active: true, command: 'vim', dir: '/code' },
    { id: '%22', active: false, command: `${'x'.repeat(63)}…`, dir: null },
  ]);
  expect(later(state, seen)).toBe(state);
  expect(later(state, { type: 'panes.seen', server: '/none', panes: new Map() })).toBe(state);
});

test('what is not told again is not known any more', () => {
  const state = serving(sketch, panes(['%21', 'vim', '/code']), panes(['%22', 'sh', null]));
  expect(snapshot(state).sessions[0]?.windows[1]?.panes.map(({ command }) => command)).toEqual([null, 'sh']);
});
