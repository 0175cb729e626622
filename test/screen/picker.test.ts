import { describe, expect, onTestFinished, test } from 'vitest';
import { settingsDefault } from '../../src/protocol/settings.ts';
import { openPickerApp } from '../../src/sessionizer/app.tsx';
import { ofSession } from '../../src/sessionizer/candidate.ts';
import { type Gathered, withDirs } from '../../src/sessionizer/gathered.ts';
import { type Item, openPickerModel, type PickerEvent } from '../../src/sessionizer/picker.ts';
import { lookOf } from '../../src/sidebar/look.ts';
import type { Size } from '../../src/sidebar/model.ts';
import { until } from '../support/until.ts';
import { openStreams } from './support/streams.ts';
import type { Screen } from './support/terminal.ts';

const home = '/home/me';
const names = ['api', 'months-of-migration-work', '漢字かな交じりの名前です', 'notes'];
const sessions = names.map((name, index) =>
  ofSession({ id: `$${index}`, name, dir: index === 3 ? null : `/home/me/code/${name}` }, home),
);
const start: Gathered = { sessions, taken: new Set(), dirs: new Map() };
const full = [
  ['recent', ['/home/me/work/customers/acme/backend/services/billing', '/srv/www']],
  ['worktree', ['/home/me/trees/fix-ci']],
  [
    'dir',
    ['/home/me/code/web', '/home/me/文書/計画', '/home/me/code/\u001b[31mred\u202egnp.exe', '/home/me/code/blog'],
  ],
  ['zoxide', ['/etc']],
] as const;
const gathered = full.reduce((all, [kind, dirs]) => withDirs(all, kind, dirs), start);
const many = withDirs(
  start,
  'dir',
  Array.from({ length: 300 }, (_, index) => `/home/me/code/project-${index}`),
);

interface Open {
  screen: Screen;
  chosen: Item[];
  closes: number;
  dispatch(event: PickerEvent): void;
  type(bytes: string): void;
  resize(size: Size): void;
}

/** The real picker and the real Ink on a terminal emulator. */
function open(size: Size): Open {
  const { screen, stdin, stdout, type, resize } = openStreams(size);
  const seen = { chosen: [] as Item[], closes: 0 };
  const app = openPickerApp({
    stdin,
    stdout,
    look: lookOf(settingsDefault, '256'),
    picker: openPickerModel({ size, home, here: home, names, problem: null, gathered: start }),
    onChosen: (item) => seen.chosen.push(item),
    onClose: () => {
      seen.closes += 1;
    },
  });
  onTestFinished(() => app.close());
  return Object.assign(seen, { screen, dispatch: app.dispatch, type, resize });
}

const sizes = [
  { columns: 26, rows: 30 },
  { columns: 40, rows: 50 },
  { columns: 20, rows: 10 },
  { columns: 78, rows: 22 },
];

const done: PickerEvent[] = [{ type: 'gathered', gathered }, { type: 'searched' }];
const pasted = (text: string): PickerEvent => ({ type: 'pasted', text });

/** `seen` is only there once all of it is drawn. */
const cases: { name: string; events: readonly PickerEvent[]; seen: string | ((screen: Screen) => boolean) }[] = [
  { name: 'searching', events: [{ type: 'gathered', gathered }], seen: 'searching… 8' },
  { name: 'all', events: done, seen: ({ text }) => text.includes(' 12 ─') && text.includes('Esc') },
  { name: 'found', events: [...done, pasted('code')], seen: ({ text }) => text.includes('7/12') },
  {
    name: 'deep',
    events: [
      { type: 'gathered', gathered: many },
      { type: 'searched' },
      { type: 'key', key: 'up' },
      { type: 'key', key: 'up' },
    ],
    seen: ({ styles }) => /inverse "~\/code\/project-298/.test(styles),
  },
  { name: 'new', events: [...done, pasted('qqq')], seen: ({ text }) => text.includes('0/12') && text.includes('+') },
  { name: 'path', events: [...done, pasted('~/計画/a-directory-with-a-long-name')], seen: '+ ' },
  { name: 'failed', events: [...done, { type: 'failed', problem: 'no directory /home/me/code/blog' }], seen: '✗ no' },
];

describe.each(sizes)('$columns×$rows', (size) => {
  test.each(cases)('$name', async ({ name, events, seen }) => {
    const { screen, dispatch } = open(size);
    for (const event of events) dispatch(event);
    await screen.until(seen);
    expect(screen.scrolledRows).toBe(0);
    await expect(`${[...screen.lines, '', screen.styles].join('\n')}\n`).toMatchFileSnapshot(
      `golden/picker-${name}.${size.columns}x${size.rows}.txt`,
    );
  });
});

test('keys as a terminal sends them: letters, arrows, C-j and C-k, Enter, Esc', async () => {
  const picker = open({ columns: 60, rows: 20 });
  picker.dispatch({ type: 'gathered', gathered });
  picker.type('co\u007f');
  await picker.screen.until(' > c ');
  picker.type('\u0015\n\n\u000b\r');
  await until(() => picker.chosen.length === 1, 'what was chosen');
  expect(picker.chosen[0]).toMatchObject({ hit: { candidate: { target: { session: '$1' } } } });
  picker.dispatch({ type: 'failed', problem: 'no' });
  picker.type('\u001b[B\r');
  await until(() => picker.chosen.length === 2, 'the next one');
  expect(picker.chosen[1]).toMatchObject({ hit: { candidate: { target: { session: '$2' } } } });
  picker.type('\u001b');
  await until(() => picker.closes === 1, 'that it closes');
});

test('another size is drawn at once, and nothing of the old one stays', async () => {
  const picker = open({ columns: 60, rows: 20 });
  picker.dispatch({ type: 'gathered', gathered });
  await picker.screen.until('zoxide');
  picker.resize({ columns: 30, rows: 8 });
  await picker.screen.until(({ text }) => !text.includes('zoxide') && text.includes('api'));
  picker.resize({ columns: 90, rows: 30 });
  await picker.screen.until(({ lines }) => lines.filter((line) => line.includes('trees/fix-ci')).length === 1);
  await picker.screen.until('zoxide');
  expect(picker.screen.scrolledRows).toBe(0);
});
