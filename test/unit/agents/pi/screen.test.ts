import { expect, test } from 'vitest';
import { screen } from '../../../../src/agents/pi/screen.ts';
import { events } from '../../../support/agents/recording.ts';

const border = '─'.repeat(60);
const footer = ['/home/dev/api', '↑1.0k ↓57 R4.0k $0.005 4.0%/128k (auto)          fake-model'];
const box = [border, '', border, ...footer];
const dialog = [
  border,
  '',
  ' Allow rm -rf?',
  '',
  ' → Yes',
  '   No',
  '',
  ' ↑↓ navigate  enter select  escape/ctrl+c cancel',
  '',
  border,
  ...footer,
];

test.each([
  ['pi/slow', 'streaming', { claim: 'running' }],
  ['pi/slow', 'done', { claim: 'idle' }],
  ['pi/tool', 'done', { claim: 'idle' }],
  ['pi/simple', 'done', { claim: 'idle' }],
  ['pi-0.74.2/simple', 'done', { claim: 'idle' }],
  ['pi/interrupt', 'interrupted', { claim: 'idle' }],
  ['pi/resume', 'resumed', { claim: 'idle' }],
  ['pi/fail', 'retrying', { claim: 'running', detail: 'Retrying (1/3)' }],
  ['pi/fail', 'failed', { claim: 'error', detail: 'Retry failed after 3 attempts: 500 server exploded' }],
])('%s, %s', (scenario, label, expected) => {
  const shown = events(scenario).find((event) => event.kind === 'screen' && event.label === label)?.lines;
  expect(shown).toBeDefined();
  expect(screen(shown ?? [])).toEqual(expected);
});

test('a question of an extension: a choice, a text', () => {
  expect(screen(['talk', ...dialog])).toEqual({ claim: 'waiting' });
  expect(
    screen([border, ' Name?', '', '> ', '', ' enter submit  escape/ctrl+c cancel', '', border, ...footer]),
  ).toEqual({
    claim: 'waiting',
  });
});

test('0.87 draws what it does into the border of its input box', () => {
  const below = ['', border, '/home/dev/api', '1.1%/128k (auto)          fake-model'];
  expect(screen([' slow answer: word', '', `── ⠧ Working ${border}`, ...below])).toEqual({ claim: 'running' });
  expect(screen([' Error: 500', '', `── ⠧ Retrying (1/3) in 2s... (escape to cancel) ${border}`, ...below])).toEqual({
    claim: 'running',
    detail: 'Retrying (1/3)',
  });
  expect(screen([' slow answer: word', '', border, ...below])).toEqual({ claim: 'idle' });
});

test('a dialog that is only talked about is none', () => {
  expect(screen([...dialog.slice(0, -2), ...box])).toEqual({ claim: 'idle' });
  expect(screen([' ⠧ Working...', ...dialog.slice(0, -2), ...box])).toEqual({ claim: 'running' });
  expect(screen([' Error: Retry failed after 3 attempts: x', '', ' later answer', '', ...box])).toEqual({
    claim: 'idle',
  });
});

test('another program says nothing', () => {
  expect(screen(['dev@host:~$ ls', ' 4.0%/128k', 'dev@host:~$'])).toBeNull();
});
