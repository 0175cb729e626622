import { expect, test } from 'vitest';
import { panesCommand, parsePanesSeen } from '../../../src/tmux/panes.ts';

test('what runs in panes is read whatever it calls itself', () => {
  const lines = [
    'N dir %1 /a bN command %1 we ird',
    '%end 1 2 1',
    'N dir %2 N command %2 ',
    'N dir %3 /c\tdN command %3 vimN other %4 x',
  ];
  expect([...parsePanesSeen(lines, 'N')]).toEqual([
    ['%1', { dir: '/a b', command: 'we ird\n%end 1 2 1' }],
    ['%2', { dir: null, command: null }],
    ['%3', { dir: '/c\td', command: 'vim' }],
  ]);
});

test('only the windows that are meant are asked for', () => {
  expect(panesCommand('N', ['@1', '@12'])[2]).toContain('#{m:* #{window_id} *, @1 @12 }');
});
