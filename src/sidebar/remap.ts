import { graphemesIn } from '../protocol/graphemes.ts';
import { printableAscii } from '../protocol/text.ts';
import { type Binding, type Intent, isHere, keyLabels, keymap } from './keymap.ts';
import type { Place } from './model.ts';

/** The key itself says what they are about. */
const fixedIntents: readonly Intent[] = ['switch-index'];
/** What the list shares with everything that scrolls. */
const sharedIntents: readonly Intent[] = ['down', 'up'];
const scrolling: readonly Binding['mode'][] = ['help', 'explain', 'entry', 'themes', 'ports'];
const places: readonly Place[] = ['tmux', 'popup', 'terminal'];

const aliases: Readonly<Record<string, string>> = {
  esc: 'escape',
  return: 'enter',
  btab: 's-tab',
  bspace: 'backspace',
  space: ' ',
};

/** Names that `keys` in the config may have: what the keys of the session list do. */
export function intents(): Intent[] {
  const all = keymap.filter(({ mode }) => mode === 'list').map(({ intent }) => intent);
  return [...new Set(all)].filter((intent) => !fixedIntents.includes(intent));
}

/** A key as the sidebar names it, from that or tmux's notation; null when it is none that can be pressed. */
export function keyNamed(text: string): string | null {
  if (text.length === 1 || (!printableAscii.test(text) && [...graphemesIn(text)].length === 1)) return text;
  const lower = text
    .toLowerCase()
    .replace(/^c-(?=.$)/, 'ctrl-')
    .replace(/^m-/, 'alt-');
  const name = aliases[lower] ?? lower;
  return name === ' ' || name in keyLabels || /^ctrl-[a-z]$/.test(name) ? name : null;
}

/** The table with other keys. @throws Error that says which name, which key, or which two of them cannot be */
export function remapped(keys: Readonly<Record<string, readonly string[]>>): readonly Binding[] {
  const entries = Object.entries(keys);
  if (entries.length === 0) return keymap;
  const wanted = new Map(
    entries.map(([name, names]) => {
      const intent = intents().find((known) => known === name);
      if (intent === undefined) throw new Error(`keys: nothing is called ${name}`);
      return [intent, names.map((text) => keyOf(text, name))] as const;
    }),
  );
  const table = keymap.map((binding) => changed(binding, wanted.get(binding.intent)));
  for (const place of places)
    checkConflicts(table.filter(({ mode }) => mode === 'list').filter((one) => isHere(one, place)));
  return table.filter((binding) => binding.keys.length > 0);
}

function keyOf(text: string, name: string): string {
  const key = keyNamed(text);
  if (key === null) throw new Error(`keys: ${name}: no key ${text}`);
  return key;
}

function changed(binding: Binding, keys: readonly string[] | undefined): Binding {
  if (keys === undefined) return binding;
  if (binding.mode === 'list') return { ...binding, keys };
  if (!sharedIntents.includes(binding.intent) || !scrolling.includes(binding.mode)) return binding;
  const others = keymap.filter(({ mode, intent }) => mode === binding.mode && intent !== binding.intent);
  const free = keys.filter((key) => !others.some((other) => other.keys.includes(key)));
  // Beside the old ones: help must always be scrollable.
  return { ...binding, keys: [...new Set([...free, ...binding.keys])] };
}

function checkConflicts(list: readonly Binding[]): void {
  const owners = new Map<string, Intent>();
  for (const { keys, intent } of list) {
    for (const key of keys) {
      const owner = owners.get(key);
      if (owner !== undefined && owner !== intent) throw new Error(`keys: ${key} would be ${owner} and ${intent}`);
      owners.set(key, intent);
    }
  }
}
