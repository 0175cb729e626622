import { expect, test } from 'vitest';
import { ofSession } from '../../../src/sessionizer/candidate.ts';
import { outcome } from '../../../src/sessionizer/fzf.ts';
import { type Gathered, withDirs } from '../../../src/sessionizer/gathered.ts';
import { type Item, openPickerModel, type Picker, type PickerEvent, update } from '../../../src/sessionizer/picker.ts';
import { wantedFrom } from '../../../src/sessionizer/wanted.ts';
import { parseWorktrees } from '../../../src/sessionizer/worktrees.ts';

const home = '/home/me';
const start: Gathered = {
  sessions: [ofSession({ id: '$1', name: 'api', dir: null }, home)],
  taken: new Set(),
  dirs: new Map([['dir', ['/code/web', '/code/docs']]]),
};
const opened = openPickerModel({
  size: { columns: 40, rows: 10 },
  home,
  here: home,
  names: ['api', 'a_b'],
  problem: null,
  gathered: start,
});

function pressed(...keys: string[]) {
  return keys.reduce((step, key) => update(step.picker, { type: 'key', key }), update(opened, { type: 'searched' }));
}

const after = (picker: Picker, ...events: PickerEvent[]) =>
  events.reduce((now, event) => update(now, event).picker, picker);

function said(item: Item | undefined): unknown {
  return item?.type === 'hit' ? item.hit.candidate.target : item;
}

test('Enter takes what the cursor stands on; it goes around at both ends', () => {
  expect(said(pressed('enter').chosen)).toEqual({ session: '$1' });
  for (const down of ['down', 'ctrl-n', 'ctrl-j', 'tab'])
    expect(said(pressed(down, 'enter').chosen)).toEqual({ dir: '/code/web' });
  for (const up of ['up', 'ctrl-p', 'ctrl-k', 's-tab'])
    expect(said(pressed(up, 'enter').chosen)).toEqual({ dir: '/code/docs' });
  expect(said(pressed('up', 'down', 'enter').chosen)).toEqual({ session: '$1' });
});

test('what is typed filters; a new name and a path can be made a session, a taken name cannot', () => {
  expect(said(pressed(...'docs', 'enter').chosen)).toEqual({ dir: '/code/docs' });
  expect(said(pressed(...'zzz q', 'enter').chosen)).toEqual({ type: 'create', name: 'zzz q' });
  expect(said(pressed(...'~/x/', 'enter').chosen)).toEqual({ type: 'open', dir: '/home/me/x' });
  expect(pressed(...'a.b').picker.items).toEqual([]);
  expect(pressed(...'a.b', 'enter').chosen).toBeUndefined();
  expect(pressed(...'~you/x').picker.items).toEqual([]);
  expect(pressed(...'cod/api', 'enter').chosen).toBeUndefined();
});

test('text is erased by letters, words and all; hostile pastes become one line', () => {
  expect(pressed(...'ab cd', 'backspace').picker.text).toBe('ab c');
  expect(pressed(...'ab cd', 'ctrl-w').picker.text).toBe('ab ');
  expect(pressed(...'ab cd', 'ctrl-u').picker.text).toBe('');
  expect(after(opened, { type: 'pasted', text: '\u001b[31mx\ny\u202e' }).text).toBe('x y');
  expect(after(opened, { type: 'pasted', text: 'x'.repeat(100_000) }).text.length).toBe(1000);
});

test('while more comes in the cursor stays on what it was moved to, and at the top where it was not', () => {
  const more = withDirs(start, 'recent', ['/recent']);
  const gathered: PickerEvent = { type: 'gathered', gathered: more };
  const moved = after(pressed('down').picker, gathered);
  expect(said(moved.items[moved.choice])).toEqual({ dir: '/code/web' });
  expect(after(opened, gathered).choice).toBe(0);
  const gone = after(pressed('up').picker, { type: 'gathered', gathered: { ...start, dirs: new Map() } });
  expect(gone.choice).toBe(0);
});

test('while it opens what was chosen only Esc is heard; a failure is told until the next key', () => {
  const busy = pressed('enter').picker;
  expect(update(busy, { type: 'key', key: 'enter' }).chosen).toBeUndefined();
  expect(update(busy, { type: 'key', key: 'escape' }).closes).toBe(true);
  const failed = after(busy, { type: 'failed', problem: 'no directory' });
  expect([failed.busy, failed.problem]).toEqual([false, 'no directory']);
  expect(after(failed, { type: 'key', key: 'x' }).problem).toBeNull();
});

test.each([
  [0, 'q\0\x001\t~/x\0', { type: 'hit' }],
  [1, 'new one\0\0', { type: 'create', name: 'new one' }],
  [0, 'x\0alt-enter\x001\t~/x\0', { type: 'create', name: 'x' }],
  [1, 'x\0alt-enter\0', { type: 'create', name: 'x' }],
])('fzf that ends with %i and says %j', (code, text, item) => {
  const { sessions } = start;
  expect(outcome(code, text, [...sessions, ...sessions], ['api'])).toMatchObject({ item });
});

test.each([
  [130, '', 'left'],
  [null, '', 'left'],
  [0, 'q\0\x007\tx\0', { problem: 'fzf chose what it was not given' }],
  [0, '', { problem: 'fzf chose what it was not given' }],
  [1, 'api\0\0', { problem: 'api is taken' }],
  [0, 'api\0alt-enter\x001\t~/x\0', { problem: 'api is taken' }],
  [1, 'code/api\0\0', { problem: 'a path begins with / or ~/' }],
  [1, '\0', { problem: 'a session needs a name' }],
  [2, '', { problem: 'fzf ended with 2' }],
])('fzf that ends with %j and says %j comes to nothing', (code, text, wanted) => {
  expect(outcome(code, text, start.sessions, ['api'])).toEqual(wanted);
});

test.each([
  [{}, { isDefault: true, depth: 2, picker: null, problem: null }],
  [{ SESSIONIZER_DIR: '~/a:/b//c/:~/a' }, { isDefault: false, roots: ['/home/me/a', '/b/c'], problem: null }],
  [{ SESSIONIZER_DIR: 'a:/b' }, { roots: ['/b'], problem: 'SESSIONIZER_DIR needs absolute paths' }],
  [{ SESSIONIZER_MAXDEPTH: '99' }, { depth: 6, problem: 'SESSIONIZER_MAXDEPTH is 1 to 6' }],
  [{ SESSIONIZER_MAXDEPTH: '-1' }, { depth: 2, problem: 'SESSIONIZER_MAXDEPTH is 1 to 6' }],
  [
    { SESSIONIZER_MAXDEPTH: '3', OPENSESSIONS_PICKER: 'own' },
    { depth: 3, picker: 'own', problem: null },
  ],
  [{ OPENSESSIONS_PICKER: 'rm' }, { picker: null, problem: 'OPENSESSIONS_PICKER is own or fzf' }],
])('%j is understood', (env, wanted) => {
  expect(wantedFrom(env, home)).toMatchObject(wanted);
});

test('worktrees that are bare or gone are left out', () => {
  const lines =
    'worktree /a.git|bare|worktree /a/main|HEAD 1|branch x|worktree /gone|detached|prunable gitdir|worktree /b c';
  expect(parseWorktrees(lines.split('|'))).toEqual(['/a/main', '/b c']);
});
