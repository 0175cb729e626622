import { join } from 'node:path';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { isHere, keymap } from '../../../src/sidebar/keymap.ts';
import type { Place } from '../../../src/sidebar/model.ts';
import { help } from '../../../src/sidebar/view/help.ts';
import { keybindingsDoc } from './keybindings-doc.ts';

const places: Place[] = ['tmux', 'terminal'];
const sidebarColumns = 26;

test('the reference is made from the table', async () => {
  const file = join(import.meta.dirname, '../../../docs/reference/features-and-keybindings.md');
  await expect(keybindingsDoc()).toMatchFileSnapshot(file);
});

test.each(places)('in %s a key has one meaning in each mode', (place) => {
  const keys = keymap
    .filter((binding) => isHere(binding, place))
    .flatMap(({ mode, keys }) => keys.map((key) => `${mode} ${key}`));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test.each(places)('in %s the help names every key of the list and fits into a sidebar', (place) => {
  const lines = help(place).map(({ spans }) => spans.map(({ text }) => text).join(''));
  expect(lines).toHaveLength(keymap.filter((binding) => binding.mode === 'list' && isHere(binding, place)).length);
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(sidebarColumns);
});
