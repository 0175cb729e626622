import { describe, expect, test } from 'vitest';
import { rowsDefault, rowTemplate } from '../../../src/protocol/rows.ts';
import type { Session } from '../../../src/protocol/state.ts';
import { row, rowHeight } from '../../../src/sidebar/view/row.ts';
import { git, now, port, session, thread } from '../../screen/support/states.ts';

const api = session(0, 'api', {
  branch: 'feat/auth',
  git: git({ dirty: true, ahead: 2 }),
  ports: [port(3000, 'node'), port(5173, 'vite')],
  threads: [thread('running', 12, { subagents: 2 })],
});
const quiet = session(1, 'web', { branch: null, threads: [thread('idle', 3, { background: 1 })] });

function drawn(one: Session, columns: number, ...lines: readonly string[]): string[] {
  const rows = rowTemplate(lines);
  const place = {
    index: 1,
    count: 9,
    here: false,
    cursor: false,
    hidden: false,
    columns,
    now,
    calm: false,
    home: '/home/me',
  };
  const shown = row(one, [], { ...place, rows }).map(({ spans }) =>
    spans
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
  expect(shown).toHaveLength(rowHeight(one, [], rows));
  return shown;
}

test('the lines of the template are drawn, but for those that have nothing to say; the first one is always', () => {
  expect(drawn(api, 28, ...rowsDefault)).toEqual([' 1 api             +2 ⠹ 12s', '   feat/auth ± ↑2  :3000 +1']);
  expect(drawn(quiet, 26, '{status}', '{branch} {ports}', '{dir}')).toEqual(['', ' ~/code/web']);
  expect(drawn(quiet, 26, '{name}', '', '--')).toEqual([' web', '', ' --']);
});

test('a word is drawn as a whole or not at all, with its text and the blanks before it', () => {
  expect(drawn(api, 40, '[{branch}] {operation} on:{dirty}  {aheadBehind}')).toEqual([' [feat/auth] on:±  ↑2']);
  expect(drawn(quiet, 40, '{name} [{branch}] x')).toEqual([' web x']);
});

describe('where there is too little room', () => {
  test.each([
    [26, ' api                ⠹ 12s'],
    [20, ' api          ⠹ 12s'],
    [19, ' api             ⠹'],
    [15, ' api'],
    [3, ' a…'],
  ])('of %i columns the right end goes first, then the name is cut', (columns, line) => {
    expect(drawn({ ...api, threads: [thread('running', 12)] }, columns, '{name} {>} {state} {since}')).toEqual([line]);
  });

  test.each([
    [40, ' a-long-name feat/auth ±              ⠹'],
    [22, ' a-long-n… feat/au… ⠹'],
    [18, ' a-long-name    ⠹'],
  ])('of %i columns the state has its cells, then words go from the right, then texts are cut', (columns, line) => {
    const long = { ...api, name: 'a-long-name' };
    expect(drawn(long, columns, '{name} {branch} {dirty} {>} {state}')).toEqual([line]);
  });

  test('ports and work give way to the name', () => {
    const line = '{name} {>} {ports} {work} {state}';
    expect(drawn(api, 26, line)).toEqual([' api     :3000 :5173 +2 ⠹']);
    expect(drawn(api, 20, line)).toEqual([' api  :3000 +1 +2 ⠹']);
    expect(drawn({ ...api, name: 'a-longer-name' }, 20, line)).toEqual([' a-longer-name +2 ⠹']);
  });
});

test('the state stands in the same cell, on the right and on the left, and work before it whether there is one or not', () => {
  const at = (one: Session, glyph: string, line: string) => drawn(one, 26, line)[0]?.indexOf(glyph);
  const line = '{index} {name} {>} {work} {state} {since}';
  expect(at(quiet, '&1', line)).toBe(at(api, '+2', line));
  expect(drawn(quiet, 26, '{state} {name}')).toEqual(['   web']);
  expect(drawn(api, 26, '{state} {name}')).toEqual([' ⠹ api']);
});

test('in the word of the state a field without anything to say takes no cells', () => {
  const line = drawn({ ...api, ports: [] }, 26, '{name} {>} {state}{ports}')[0];
  expect(line).toBe(' api                    ⠹');
});

test('what a newer daemon has fields for is left out', () => {
  const rows = rowTemplate(['{name} {weather} {>} {moon}']);
  expect(
    row(api, [], {
      ...{ index: 1, count: 1, here: false, cursor: false, hidden: false },
      columns: 26,
      now,
      calm: false,
      home: '',
      rows,
    })[0]
      ?.spans.map(({ text }) => text)
      .join(''),
  ).toBe(' api');
});
