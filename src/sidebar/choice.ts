import type { Ask } from '../protocol/ask.ts';
import { bindingFor } from './keymap.ts';
import { allSessionsOf, type Model } from './model.ts';
import { drawable } from './text.ts';

/**
 * The letter that answers with a choice, lower case: its first one, when no other choice begins with it and the key does
 * nothing else there. Null where only its number does.
 */
export function letterOf(choices: readonly string[], index: number): string | null {
  const initials = choices.map((choice) => /^\p{L}/u.exec(drawable(choice))?.[0].toLowerCase());
  const letter = initials[index];
  if (letter === undefined || initials.indexOf(letter) !== initials.lastIndexOf(letter)) return null;
  return bindingFor('ask', letter, 'tmux') === undefined ? letter : null;
}

/** Index of the choice that a key answers with by its letter. */
export function choiceOf(choices: readonly string[], key: string): number | undefined {
  const index = choices.findIndex((_, index) => letterOf(choices, index) === key.toLowerCase());
  return index < 0 ? undefined : index;
}

/** Why a question is no longer there, as far as it can be told from here. */
export function endOf(ask: Ask, model: Model): string {
  const isSessionThere = allSessionsOf(model).some(({ server, id }) => server === ask.server && id === ask.session);
  if (!isSessionThere) return 'the session of the question is gone';
  return model.now >= ask.expires ? 'the question timed out' : 'the question was answered or withdrawn';
}
