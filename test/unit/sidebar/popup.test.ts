import { expect, test } from 'vitest';
import type { Command } from '../../../src/protocol/command.ts';
import type { Model } from '../../../src/sidebar/model.ts';
import { start, type UiEvent, update } from '../../../src/sidebar/ui.ts';
import { frame } from '../../../src/sidebar/view/frame.ts';
import { now, server, session, state } from '../../screen/support/states.ts';

const begun = start({
  place: 'tmux',
  home: '/home/me',
  version: '0.1.0',
  size: { columns: 26, rows: 30 },
  snapshot: null,
  server,
  now,
});

/** Events with the milliseconds at which they come. */
function after(events: readonly (readonly [millis: number, event: UiEvent])[]): { model: Model; commands: string[] } {
  const first: (readonly [number, UiEvent])[] = [
    [0, { type: 'link', link: 'live' }],
    [0, state([session(0, 'api'), session(1, 'web')])],
  ];
  const commands: Command[] = [];
  let model = begun;
  for (const [millis, event] of [...first, ...events]) {
    const step = update(model, event, now + millis);
    model = step.model;
    commands.push(...step.commands);
  }
  return { model, commands: commands.map(({ name }) => name).filter((name) => name !== 'cursor.move') };
}

const key = (millis: number, name: string) => [millis, { type: 'key', key: name }] as const;
const failed: UiEvent = { type: 'error', message: 'too small', command: 'session.pick' };

test('what is typed before the popup has the keys does nothing here', () => {
  const { model, commands } = after([key(0, 'n'), key(10, 'd'), key(20, 'y'), key(30, 'q'), key(1100, 'y')]);
  expect([model.mode.name, commands]).toEqual(['list', ['session.pick']]);
  const done: UiEvent = { type: 'done', command: 'session.pick' };
  expect(after([key(0, 'n'), [500, done], key(501, 'n')]).commands).toEqual(['session.pick', 'session.pick']);
  expect(after([key(0, 'n'), key(5000, 'd'), key(5001, 'y')]).commands).toEqual(['session.pick', 'session.kill']);
});

test('where it cannot open the prompt takes its place, and the keys at once', () => {
  const { model } = after([key(0, 'c'), [10, failed], key(20, 'd'), key(30, 'y')]);
  expect(model.mode).toEqual({ name: 'new-session', text: 'dy' });
  expect(model.notice?.text).toBeUndefined();
});

test('a name with a slash is no session: the prompt stays, and says how a path begins', () => {
  const typed = [...'code/api'].map((character, index) => key(20 + index, character));
  const { model, commands } = after([key(0, 'c'), [10, failed], ...typed, key(100, 'enter')]);
  expect([model.mode, commands]).toEqual([{ name: 'new-session', text: 'code/api' }, ['session.pick']]);
  expect(JSON.stringify(frame(model))).toContain('a path begins with / or');
});

test('a failure of something else opens nothing', () => {
  expect(after([[0, { type: 'error', message: 'no', command: 'session.kill' }]]).model.mode.name).toBe('list');
  expect(after([[0, { type: 'error', message: 'no' }]]).model.mode.name).toBe('list');
});

test('a sidebar that no client looks at asks in its prompt', () => {
  const you = { server, client: null, session: null, cursor: null, visible: false, mouse: false };
  const alone = { ...state([session(0, 'api')]), you };
  expect(after([[0, alone], key(0, 'n')]).model.mode.name).toBe('new-session');
});
