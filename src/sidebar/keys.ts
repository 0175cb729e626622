import type { Key } from 'ink';
import { graphemesIn } from '../protocol/graphemes.ts';

const named: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
};

/**
 * The names of the keys in one event of Ink's `useInput`: characters stand for themselves. A burst of keys arrives as
 * one event with several characters, and each of them is a key. Keys that nothing is bound to (with Alt, but
 * the arrows, and function keys) give no name.
 */
export function keyNames(input: string, key: Key): string[] {
  if (key.eventType === 'release' || key.super || key.hyper) return [];
  if (key.escape) return ['escape'];
  if (key.meta) return key.upArrow ? ['alt-up'] : key.downArrow ? ['alt-down'] : [];
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.return) return ['enter'];
  if (key.tab) return [key.shift ? 's-tab' : 'tab'];
  if (key.backspace || key.delete) return ['backspace'];
  if (key.ctrl) return /^[a-z]$/.test(input) ? [`ctrl-${input}`] : [];
  return [...graphemesIn(input)]
    .flatMap(({ segment }) => (segment === '\r\n' ? ['\r'] : [segment]))
    .map((segment) => named[segment] ?? ctrlName(segment) ?? segment)
    .filter((name) => !/^\p{Control}/u.test(name));
}

/** Ctrl and a letter come as the letter's number in the alphabet. */
function ctrlName(character: string): string | undefined {
  return /^[\u0001-\u001a]$/.test(character) ? `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}` : undefined;
}
