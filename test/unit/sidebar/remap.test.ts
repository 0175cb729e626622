import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindingFor, keymap } from '../../../src/sidebar/keymap.ts';
import { intents, keyNamed, remapped } from '../../../src/sidebar/remap.ts';

const intentOf = (keys: Record<string, string[]>, key: string, mode: 'list' | 'help' | 'ask' = 'list') =>
  bindingFor(mode, key, 'tmux', remapped(keys))?.intent;

test('without any the table is as it is', () => {
  expect(remapped({})).toBe(keymap);
});

test('a key moves, the old one is free, and nothing else changes', () => {
  expect(intentOf({ kill: ['X'] }, 'X')).toBe('kill');
  expect(intentOf({ kill: ['X'] }, 'x')).toBeUndefined();
  expect(intentOf({ kill: ['X'] }, 'i')).toBe('explain');
  expect(intentOf({ kill: [] }, 'd')).toBeUndefined();
});

test('two can change places', () => {
  expect(intentOf({ down: ['k'], up: ['j'] }, 'k')).toBe('down');
  expect(intentOf({ down: ['k'], up: ['j'] }, 'j')).toBe('up');
});

test('up and down are those of the help as well, beside the arrows, and never take a key from it', () => {
  expect(intentOf({ down: ['n'], 'new-session': ['N'] }, 'n', 'help')).toBe('down');
  expect(intentOf({ down: ['n'], 'new-session': ['N'] }, 'down', 'help')).toBe('down');
  expect(intentOf({ down: ['?'], help: ['F'] }, '?', 'help')).toBe('close');
  expect(intentOf({ down: ['n'], 'new-session': ['N'] }, 'n', 'ask')).toBeUndefined();
});

describe('what cannot be', () => {
  test.each<[Record<string, string[]>, string]>([
    [{ kill: ['j'] }, 'keys: j would be down and kill'],
    [{ kill: ['z'], refresh: ['z'] }, 'keys: z would be kill and refresh'],
    [{ explode: ['z'] }, 'keys: nothing is called explode'],
    [{ 'switch-index': ['z'] }, 'keys: nothing is called switch-index'],
    [{ kill: ['kk'] }, 'keys: kill: no key kk'],
    [{ kill: [''] }, 'keys: kill: no key '],
  ])('%j', (keys, message) => {
    expect(() => remapped(keys)).toThrow(message);
  });
});

test.each([
  ['x', 'x'],
  ['X', 'X'],
  ['Enter', 'enter'],
  ['C-x', 'ctrl-x'],
  ['Esc', 'escape'],
  ['BSpace', 'backspace'],
  ['BTab', 's-tab'],
  ['Space', ' '],
  ['é', 'é'],
  ['C-', null],
  ['F1x', null],
])('%s is the key %s', (text, key) => {
  expect(keyNamed(text)).toBe(key);
});

test('whatever is asked for, a key has one meaning or it is an error', () => {
  const keys = fc.dictionary(fc.constantFrom(...intents()), fc.array(fc.constantFrom(...'abcxyzjk'), { maxLength: 2 }));
  fc.assert(
    fc.property(keys, (given) => {
      let table: ReturnType<typeof remapped>;
      try {
        table = remapped(given);
      } catch {
        return;
      }
      for (const place of ['tmux', 'terminal']) {
        const list = table.filter((one) => one.mode === 'list' && (one.place === undefined || one.place === place));
        const owners = list.flatMap(({ keys, intent }) => [...new Set(keys)].map((key) => `${key} ${intent}`));
        const used = [...new Set(owners)].map((owner) => owner.split(' ')[0]);
        expect(new Set(used).size).toBe(used.length);
      }
    }),
  );
});
