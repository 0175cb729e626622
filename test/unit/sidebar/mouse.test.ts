import { describe, expect, test } from 'vitest';
import { mouseReports } from '../../../src/sidebar/mouse.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { frame } from '../../../src/sidebar/view/frame.ts';
import { now, session, state, thread } from '../../screen/support/states.ts';

const release = (column: number, row: number) => ({ kind: 'release' as const, column, row });

describe('what the terminal reports', () => {
  test.each([
    ['\u001b[<0;5;3M', [{ kind: 'press', column: 4, row: 2 }]],
    ['\u001b[<65;1;1M', [{ kind: 'wheel-down', column: 0, row: 0 }]],
    ['\u001b[<64;1;9M\u001b[<64;1;9M', Array.from({ length: 2 }, () => ({ kind: 'wheel-up', column: 0, row: 8 }))],
    ['\u001b[<0;5;3m', [{ kind: 'release', column: 4, row: 2 }]],
    ['\u001b[<32;5;3M', [{ kind: 'drag', column: 4, row: 2 }]],
    ['\u001b[<32;5;3M\u001b[<32;5;4M\u001b[<0;5;4m', [{ kind: 'drag', column: 4, row: 3 }, release(4, 3)]],
    ['\u001b[<2;5;3M', [{ kind: 'other', column: 4, row: 2 }]],
    ['\u001b[<4;5;3M', [{ kind: 'other', column: 4, row: 2 }]],
    ['\u001b[<2;5;3m', []],
    ['\u001b[<35;5;3M', []],
    ['\u001b[<36;5;3M', []],
    ['\u001b[<66;5;3M', []],
    ['\u001b[<128;5;3M', []],
  ])('%j', (input, expected) => {
    expect(mouseReports(input)).toEqual(expected);
  });

  test.each([
    'j',
    '\u001b[A',
    '\u001b[<0;5M',
    'x\u001b[<0;5;3M',
    '\u001b[<0;5;3Mj',
    '[<0;5;3M',
    '\u001b[<99999999;1;1M',
  ])('%j is something else', (input) => {
    expect(mouseReports(input)).toBeNull();
  });
});

describe('a click', () => {
  const sessions = [
    session(0, 'api', { threads: [thread('waiting', 5, { name: 'fix', pane: '%7' })] }),
    session(1, 'web', { branch: null }),
    session(2, 'docs'),
  ];
  const size = { columns: 26, rows: 30 };
  const first = start({ place: 'tmux', home: '/', version: '1', size, snapshot: null, now, server: null });
  const live = update(first, { type: 'link', link: 'live' }, now).model;
  const shown = update(update(live, state(sessions), now).model, { type: 'key', key: 'l' }, now);

  /** Clicks on the rows that show these texts, one after the other. */
  function clicked(...texts: string[]) {
    return texts.reduce((step, text) => {
      const row = frame(step.model).findIndex(({ spans }) =>
        spans
          .map((one) => one.text)
          .join('')
          .includes(text),
      );
      const press = update(step.model, { type: 'mouse', kind: 'press', column: 3, row }, now);
      const released = update(press.model, { type: 'mouse', ...release(3, row) }, now);
      return { ...released, commands: [...press.commands, ...released.commands] };
    }, shown);
  }

  test('moves the cursor, and another one goes there', () => {
    expect(clicked('3 docs')).toMatchObject({
      model: { cursor: expect.stringContaining('$2') },
      commands: [{ name: 'cursor.move', session: '$2' }],
    });
    expect(clicked('3 docs', '3 docs').commands).toEqual([{ name: 'session.switch', session: '$2', focus: 'work' }]);
    expect(clicked('2 web', '3 docs').commands).toEqual([{ name: 'cursor.move', session: '$2' }]);
  });

  test('on a further row of a session means the session, on a thread the thread', () => {
    const onThread = clicked('claude fix');
    expect(onThread.model.thread).toBe('claude claude');
    expect(clicked('claude fix', 'claude fix').commands).toEqual([{ name: 'pane.focus', pane: '%7' }]);
    const branch = frame(shown.model).findLastIndex(({ spans }) => spans.some(({ text }) => text === 'main'));
    const onBranch = update(shown.model, { type: 'mouse', kind: 'press', column: 9, row: branch }, now);
    expect(onBranch.model.cursor).toContain('$2');
  });

  test('elsewhere does nothing', () => {
    for (const row of [0, 1, 20, 28, 29, 100])
      expect(update(shown.model, { type: 'mouse', kind: 'press', column: 0, row }, now)).toMatchObject({
        model: { cursor: shown.model.cursor, thread: null },
        commands: [],
      });
  });

  test('is nothing to a dialog, and the wheel moves in whatever is shown', () => {
    const asking = update(shown.model, { type: 'key', key: 'x' }, now).model;
    expect(update(asking, { type: 'mouse', kind: 'press', column: 3, row: 3 }, now).model.mode).toEqual(asking.mode);
    const wheel = (model: typeof asking) =>
      update(model, { type: 'mouse', kind: 'wheel-down', column: 3, row: 3 }, now).model;
    expect(wheel(wheel(shown.model)).cursor).toContain('$1');
    const help = update({ ...shown.model, size: { columns: 26, rows: 10 } }, { type: 'key', key: '?' }, now).model;
    expect(wheel(help).mode).toMatchObject({ name: 'help', top: 1 });
  });
});
