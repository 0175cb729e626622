import { expect, test } from 'vitest';
import { look, type ScreenRule } from '../../../src/agents/screen-rules.ts';

const question: ScreenRule = {
  since: '1.0',
  claim: 'waiting',
  within: 6,
  all: [/^Do you want to (?:.+)\?$/, /^❯ 1\. Yes$/, 'Esc to cancel'],
  notBelow: /^> /m,
  detail: /^Do you want to (.+)\?$/,
};
const busy: ScreenRule = { since: '1.0', claim: 'running', within: 3, any: ['esc to interrupt', /^Working/] };
const dialog = ['Do you want to delete it?', '❯ 1. Yes', '  2. No', 'Esc to cancel'];

test('a dialog at the bottom is a question, with what it asks', () => {
  expect(look([question, busy], ['text', ...dialog, '', '  '])).toEqual({ claim: 'waiting', detail: 'delete it' });
});

test('the same lines further up, in another order, or above an input box are talk', () => {
  expect(look([question], [...dialog, 'a', 'b', 'c'])).toBeNull();
  expect(look([question], dialog.toReversed())).toBeNull();
  expect(look([question], [...dialog, '> '])).toBeNull();
  expect(look([question], ['As I said: Do you want to delete it?', '❯ 1. Yes', 'Esc to cancel'])).toBeNull();
});

test('each pattern needs a line of its own', () => {
  const twice: ScreenRule = { since: '1', claim: 'waiting', within: 5, all: ['x', 'x'] };
  expect(look([twice], ['x'])).toBeNull();
  expect(look([twice], ['x', 'x'])).toEqual({ claim: 'waiting' });
});

test('one of `any` is enough, the first rule that matches wins', () => {
  expect(look([busy], ['Working'])).toEqual({ claim: 'running' });
  expect(look([{ ...busy, claim: 'idle' }, busy], ['Working'])).toEqual({ claim: 'idle' });
  expect(look([busy], ['Working', '1', '2', '3'])).toBeNull();
});

test('a rule without patterns and an empty screen say nothing', () => {
  expect(look([{ since: '1', claim: 'waiting', within: 5 }], ['x'])).toBeNull();
  expect(look([question, busy], [])).toBeNull();
  expect(look([question, busy], ['', ' '])).toBeNull();
});

test('what is shown of a screen is clean and short', () => {
  const rule: ScreenRule = { since: '1', claim: 'waiting', within: 1, all: ['Q:'], detail: /Q:(.*)/ };
  expect(look([rule], ['Q: \u202eevil\u0007'])).toEqual({ claim: 'waiting', detail: 'evil' });
  expect(look([rule], [`Q:${'x'.repeat(10_000)}`])?.detail).toHaveLength(200);
});
