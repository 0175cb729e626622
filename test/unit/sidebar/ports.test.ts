import { expect, test } from 'vitest';
import type { Command } from '../../../src/protocol/command.ts';
import type { Model } from '../../../src/sidebar/model.ts';
import { start, type UiEvent, update } from '../../../src/sidebar/ui.ts';
import { hello, now, port, server, session, state } from '../../screen/support/states.ts';

const [node, vite, bun] = [port(3000, 'node'), port(5173, 'vite'), port(8000, 'bun')];
const shown = (...ports: (typeof node)[]): UiEvent => state([session(0, 'web', { ports })]);

interface Fed {
  model: Model;
  /** What was asked to be opened. */
  commands: readonly Command[];
}

function fed(...events: UiEvent[]): Fed {
  const size = { columns: 26, rows: 30 };
  const begun = start({ place: 'tmux', home: '/home/me', version: '0.1.0', size, snapshot: null, now, server });
  return events.reduce<Fed>(
    (step, event) => {
      const { model, commands } = update(step.model, event, now);
      return { model, commands: [...step.commands, ...commands].filter(({ name }) => name === 'port.open') };
    },
    { model: begun, commands: [] },
  );
}

const keys = (text: string): UiEvent[] => [...text].map((key) => ({ type: 'key', key }));
const live: UiEvent[] = [{ type: 'link', link: 'live' }, hello];
const open = (port: number) => [{ name: 'port.open', port }];

test('none, one and several', () => {
  const none = fed(...live, shown(), ...keys('o'));
  expect([none.model.mode.name, none.model.notice?.text]).toEqual(['list', 'nothing listens on a port here']);
  expect(fed(...live, shown(vite), ...keys('o')).commands).toEqual(open(5173));
  const several = fed(...live, shown(node, vite), ...keys('o'));
  expect([several.model.mode.name, several.commands]).toEqual(['ports', []]);
});

test('one of several is chosen by number, by cursor, or not at all', () => {
  const several = [...live, shown(node, vite, bun), ...keys('o')];
  expect(fed(...several, ...keys('3')).commands).toEqual(open(8000));
  expect(fed(...several, ...keys('jjjk'), ...keys('o')).commands).toEqual(open(5173));
  expect(fed(...several, ...keys('4')).model.mode.name).toBe('ports');
  const cancelled = fed(...several, { type: 'key', key: 'escape' });
  expect([cancelled.model.mode.name, cancelled.commands]).toEqual(['list', []]);
});

test('the choice stays with its port, and ends with the last one', () => {
  const several = [...live, shown(node, vite), ...keys('oj')];
  expect(fed(...several, shown(vite, bun), ...keys('o')).commands).toEqual(open(5173));
  expect(fed(...several, shown(bun), ...keys('o')).commands).toEqual(open(8000));
  const gone = fed(...several, shown());
  expect([gone.model.mode.name, gone.model.notice?.text]).toEqual(['list', 'nothing listens there any more']);
  const closed = fed(...several, state([session(1, 'other')]));
  expect(closed.model.mode.name).toBe('list');
});
