import type { Check } from './check.ts';

/** What the plugin binds in our key table before the keys that somebody named for sessions (opensessions.tmux). */
const others: Readonly<Record<string, string>> = {
  s: 'focus',
  t: 'toggle',
  p: 'popup',
  e: 'even',
  n: 'next',
  c: 'sessionizer',
};

/** tmux's question for the option, which is empty where it is not set. */
export const indexKeysQuestion = ['show-options', '-gqv', '@opensessions-index-keys'] as const;

/** A key of `@opensessions-index-keys` takes one of ours away. Nothing to say where it does not. */
export function checkIndexKeys(option: string): Check[] {
  const taken = [...new Set(option.split(/\s+/))].filter((key) => Object.hasOwn(others, key));
  if (taken.length === 0) return [];
  const says = `@opensessions-index-keys takes away: ${taken.map((key) => `${key} (${others[key]})`).join(', ')}`;
  const advice = 'name other keys there, unless that is what you want';
  return [{ name: 'index keys', state: 'warn', says, advice }];
}
