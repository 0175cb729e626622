import { expect, test } from 'vitest';
import { screen } from '../../../../src/agents/opencode/screen.ts';

/** OpenCode 1.18.33 in 110 columns. */
const dialog = [
  '  ┃  △ Permission required',
  '  ┃    # Shell command',
  '  ┃',
  '  ┃  $ touch asked.txt',
  '  ┃',
  '  ┃',
  '  ┃   Allow once   Allow always   Reject                       ctrl+f fullscreen  ⇆ select  enter confirm',
  '  ┃',
];
const inputBox = [
  '  ┃',
  '  ┃  Build · One Scripted',
  `  ╹${'▀'.repeat(100)}`,
  '   ~/api          tab agents  ctrl+p commands',
];

test('a permission that is asked for', () => {
  expect(screen(['  ┃  ASK', '', '     $ touch asked.txt', '', ...dialog, '', ''])).toEqual({
    claim: 'waiting',
    detail: 'touch asked.txt',
  });
});

test('an agent that talks about one, and one that listens', () => {
  expect(screen([...dialog, ...inputBox])).toEqual({ claim: 'present' });
  expect(screen(inputBox)).toEqual({ claim: 'present' });
  expect(screen([])).toBeNull();
});
