import { expect, test } from 'vitest';
import { closeEmptied } from '../../../src/core/emptied.ts';
import { type Model, topologyOf } from '../../support/model-topology.ts';

/** Windows with a slot alone (`empty`), or beside work. */
function ended(sessions: Model['sessions'], empty: readonly string[]): string[] {
  const ids = [...new Set(sessions.flatMap(({ windows }) => windows))];
  const windows = new Map(
    ids.map((id, index) => {
      const slot = { id: `%${index}`, role: 'slot' as const, width: 26 };
      const work = { id: `%${index + 50}`, role: 'work' as const, width: 53 };
      const panes = empty.includes(id) ? [slot] : [slot, work];
      return [id, { id, width: 80, zoomed: false, panes, active: slot.id, last: null }] as const;
    }),
  );
  const model: Model = { sessions, stash: [], windows: new Map(windows), clients: [], foreignControl: false, next: 99 };
  return closeEmptied(topologyOf(model)).flatMap((action) =>
    action.type === 'pane.kill' ? (ids[Number(action.pane.slice(1))] ?? []) : [],
  );
}

test('a session’s current window ends last: tmux has nothing to tell of a session that is gone', () => {
  const sessions = [
    { id: '$1', windows: ['@1', '@2', '@3'], current: '@1' },
    { id: '$2', windows: ['@4', '@5'], current: '@4' },
  ];
  expect(ended(sessions, ['@1', '@2', '@3', '@4'])).toEqual(['@2', '@3', '@1', '@4']);
});

test('of the current windows that sessions share one ends at a time', () => {
  const sessions = [
    { id: '$1', windows: ['@1', '@2', '@3'], current: '@1' },
    { id: '$2', windows: ['@1', '@2', '@3'], current: '@2' },
  ];
  expect(ended(sessions, ['@1', '@2', '@3'])).toEqual(['@3', '@1']);
});
