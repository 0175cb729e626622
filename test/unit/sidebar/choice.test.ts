import { expect, test } from 'vitest';
import { choiceOf, letterOf } from '../../../src/sidebar/choice.ts';

test.each<[what: string, choices: string[], letters: (string | null)[]]>([
  ['first letters that are unique', ['Yes', 'no'], ['y', 'n']],
  ['not those of two choices, whatever their case', ['no', 'Never', 'yes'], [null, null, 'y']],
  ['not those that move the cursor', ['just do it', 'keep', 'drop'], [null, null, 'd']],
  ['letters of any script', ['да', 'нет', '漢字'], ['д', 'н', '漢']],
  ['no digits, signs or pictures', ['3 files', '- none', '🚀 go'], [null, null, null]],
  ['what is left of hostile texts', ['\u001b[31myes', '\u202eno'], ['y', 'n']],
])('answering: %s', (_, choices, letters) => {
  expect(choices.map((_, index) => letterOf(choices, index))).toEqual(letters);
});

test('a key that answers nothing gives no choice', () => {
  const choices = ['yes', 'no', 'tab'];
  expect(['N', 'x', 'tab', 'escape', '1'].map((key) => choiceOf(choices, key))).toEqual([
    1,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
