import { type Binding, isHere, keyLabel, keymap } from '../keymap.ts';
import type { Place } from '../model.ts';
import { width } from '../text.ts';
import { type Line, line, span } from './line.ts';

/** Every key of the list, from the table. */
export function help(place: Place, table: readonly Binding[] = keymap): Line[] {
  const bindings = table.filter((binding) => binding.mode === 'list' && isHere(binding, place));
  const keyCells = Math.max(...bindings.map((binding) => width(keyLabel(binding))));
  return bindings.map((binding) => {
    const keys = keyLabel(binding);
    return line(span(' '), span(keys, 'key'), span(' '.repeat(keyCells - width(keys) + 1)), span(binding.help));
  });
}
