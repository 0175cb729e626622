import { expect, test } from 'vitest';
import { settingsDefault } from '../../../src/protocol/settings.ts';
import type { Session } from '../../../src/protocol/state.ts';
import { systemTime } from '../../../src/sidebar/local-time.ts';
import type { Model } from '../../../src/sidebar/model.ts';
import { start, update } from '../../../src/sidebar/ui.ts';
import { frame } from '../../../src/sidebar/view/frame.ts';
import { layout } from '../../../src/sidebar/view/layout.ts';
import { entryLine } from '../../../src/sidebar/view/log-lines.ts';
import { entry, metadata, now, session, state, thread, utc } from '../../screen/support/states.ts';

const logs = Array.from({ length: 8 }, (_, index) => entry('info', `entry ${index + 1}`));
const logged = session(0, 'api', { metadata: metadata({ logs }) });
const crowded = session(0, 'api', {
  threads: Array.from({ length: 9 }, (_, index) => thread('idle', 5, { thread: `${index}`, agent: `agent${index}` })),
  metadata: metadata({ logs }),
});

function shown(panelRows: number, ...sessions: Session[]): Model {
  const size = { columns: 26, rows: 30 };
  const given = { place: 'tmux', home: '/', version: '1', size, snapshot: null, now, server: null } as const;
  const first = start({ ...given, localTime: utc, settings: { ...settingsDefault, panelRows } });
  return update(first, state(sessions), now).model;
}

const key = (model: Model, name: string) => update(model, { type: 'key', key: name }, now).model;
const wheel = (model: Model, kind: 'wheel-up' | 'wheel-down') =>
  update(model, { type: 'mouse', kind, column: 3, row: model.size.rows - 4 }, now).model;
const text = (model: Model) => frame(model).map(({ spans }) => spans.map(({ text }) => text).join(''));
const entries = (model: Model) =>
  text(model).flatMap((line) => (/entry \d/.exec(line) ?? []).map((one) => Number(one.slice(-1))));
/** Those above and below the panel. */
const rules = (model: Model) =>
  text(model)
    .filter((line) => line.startsWith('─'))
    .slice(1);

test('where the facts have room they stay, and the log scrolls from its newest entry', () => {
  const rest = shown(6, logged);
  expect(entries(rest)).toEqual([4, 5, 6, 7, 8]);
  expect(rules(rest)).toEqual([expect.stringMatching(/^─ ↑3 ─+$/), expect.stringMatching(/^─+$/)]);
  const older = wheel(wheel(rest, 'wheel-up'), 'wheel-up');
  expect(entries(older)).toEqual([2, 3, 4, 5, 6]);
  expect(rules(older)).toEqual([expect.stringMatching(/^─ ↑1 /), expect.stringMatching(/ ↓2 ─$/)]);
  expect(text(older).some((line) => line.startsWith(' api '))).toBe(true);
  expect(older.cursor).toBe(rest.cursor);
});

test('beyond either end nothing is scrolled', () => {
  const top = [1, 2, 3, 4, 5].reduce((model) => wheel(model, 'wheel-up'), shown(6, logged));
  expect(entries(top)).toEqual([1, 2, 3, 4, 5]);
  expect(entries(wheel(top, 'wheel-down'))).toEqual([2, 3, 4, 5, 6]);
  expect(entries(wheel(shown(6, logged), 'wheel-down'))).toEqual([4, 5, 6, 7, 8]);
});

test('where they have none all of it scrolls from its beginning, by keys as well', () => {
  const rest = shown(6, crowded);
  expect(rules(rest)).toEqual([expect.stringMatching(/^─+$/), expect.stringMatching(/ ↓12 ─$/)]);
  const down = key(rest, 'ctrl-d');
  expect(rules(down)).toEqual([expect.stringMatching(/^─ ↑3 /), expect.stringMatching(/ ↓9 ─$/)]);
  const last = Array.from({ length: 9 }).reduce<Model>((model) => key(model, 'ctrl-d'), down);
  expect(entries(last)).toEqual([3, 4, 5, 6, 7, 8]);
  expect(rules(key(last, 'ctrl-u'))[1]).toMatch(/ ↓3 ─$/);
});

test('a chosen height shrinks to what there is to say before the list is cut, and comes back with the room', () => {
  const quiet = ['a', 'b', 'c', 'd', 'e'].map((name, index) => session(index, name));
  const high = shown(14, ...quiet);
  expect(layout(high)).toMatchObject({ panel: 14, list: 11 });
  const low = update(high, { type: 'resized', size: { columns: 26, rows: 16 } }, now).model;
  expect(layout(low)).toMatchObject({ panel: 2, list: 9 });
  expect(text(low).join('\n')).toContain(' 5 e');
  expect(layout(update(low, { type: 'resized', size: high.size }, now).model).panel).toBe(14);
});

test('… but has its way down to six rows of list where it says that much', () => {
  const low = update(
    shown(20, crowded, ...[1, 2, 3, 4, 5, 6, 7].map((index) => session(index, `s${index}`))),
    {
      type: 'resized',
      size: { columns: 26, rows: 22 },
    },
    now,
  ).model;
  expect(layout(low)).toMatchObject({ list: 6, panel: 11 });
});

test('scrolling begins anew for another session, and ends where what is shown shrinks', () => {
  const other = session(1, 'web', { metadata: metadata({ logs }) });
  const older = wheel(shown(6, logged, other), 'wheel-up');
  expect(entries(older)).toEqual([3, 4, 5, 6, 7]);
  expect(entries(key(older, 'j'))).toEqual([4, 5, 6, 7, 8]);
  const fewer = session(0, 'api', { metadata: metadata({ logs: logs.slice(0, 5) }) });
  const shrunk = update(older, state([fewer, other]), now).model;
  expect(entries(shrunk)).toEqual([1, 2, 3, 4, 5]);
  expect(shrunk.panelScroll).toBe(0);
});

test('the wheel over the list goes through the list', () => {
  const model = shown(6, logged, session(1, 'web'));
  const down = update(model, { type: 'mouse', kind: 'wheel-down', column: 3, row: 3 }, now).model;
  expect(down).toMatchObject({ cursor: expect.stringContaining('$1'), panelScroll: 0 });
  expect(layout(down).panel).toBe(6);
});

test.each([
  ['Deployed', 26, ' ℹ [ci] Deployed    22:13 '],
  ['Tests passed by now', 26, ' ℹ [ci] Tests passed by now'],
  ['Tests passed by now', 34, ' ℹ [ci] Tests passed by now 22:13 '],
  ['Tests passed by now, all', 34, ' ℹ [ci] Tests passed by no… 22:13 '],
])('of %s %i columns show %j', (message, columns, expected) => {
  const { spans } = entryLine(entry('info', message), { columns, now, localTime: utc });
  expect(spans.map(({ text }) => text).join('')).toBe(expected);
});

test('an entry of another day has its date instead', () => {
  const old = entry('info', 'x', { at: now - 86_400_000 });
  const { spans } = entryLine(old, { columns: 26, now, localTime: utc });
  expect(spans.map(({ text }) => text).join('')).toMatch(/ 11-13 $/);
});

test('the time is that of this place', () => {
  const [hours, minutes] = [7, 5];
  const at = new Date(2026, 0, 9, hours, minutes).getTime();
  expect(systemTime(at)).toEqual({ date: '2026-01-09', time: '07:05' });
});
