import type { Command } from '../../protocol/command.ts';
import { clean } from '../../protocol/text.ts';
import { keyOf } from '../model.ts';
import { type PlainView, waitingCount } from './view.ts';
import { askWords } from './words.ts';

/** What a typed line comes to. */
export type Typed =
  | { do: 'send'; command: Command }
  | { do: 'say'; lines: readonly string[] }
  /** Everything as it is by now. */
  | { do: 'list' }
  | { do: 'leave' };

/** Lines that explain what can be typed. */
export const helpLines: readonly string[] = [
  '1, 2, 3: go to the session with that number.',
  'exclamation mark, !: go to what has waited longest for you, then to the next.',
  'a 2: answer the open question with its second choice. a yes: with the choice that is called so.',
  'a 3 2: when several are open, answer the third one with its second choice. a: list them.',
  'l: list everything again.',
  'q, or the end of input: leave. opensessions goes on.',
];

/** @param view what was told last: numbers mean what its person heard */
export function typed(line: string, view: PlainView): Typed {
  const [word = '', ...rest] = clean(line).split(/\s+/);
  if (/^\d{1,6}$/.test(word) && rest.length === 0) return toSession(view, Number(word));
  switch (word) {
    case '':
      return told();
    case '!':
      return waitingCount(view) === 0 ? told('nobody waits for you') : send({ name: 'attention.next' });
    case 'a':
      return answer(view, rest);
    case 'l':
      return { do: 'list' };
    case '?':
      return told(...helpLines);
    case 'q':
      return { do: 'leave' };
    default:
      return told('not understood; ? says what can be typed');
  }
}

function toSession({ all, listed, here }: PlainView, number: number): Typed {
  const session = listed[number - 1];
  if (session === undefined) return told(`no session ${number}: there are ${listed.length}`);
  if (keyOf(session) === here) return told(`already in ${clean(session.name)}`);
  // Session ids of two servers can be the same, and a command does not name its server.
  if (new Set(all.map(({ server }) => server)).size > 1) return told('several tmux servers: do it inside one');
  return send({ name: 'session.switch', session: session.id, focus: 'work' });
}

/** Which one is meant must be said where several are open: the one that was heard may be gone by now. */
function answer({ asks }: PlainView, words: readonly string[]): Typed {
  const [first] = asks;
  if (first === undefined) return told('no question is open');
  const names = asks.map((ask, index) => `question ${index + 1}: ${askWords(ask)}`);
  if (words.length === 0) return told(...names);
  if (asks.length === 1) return choose(first, words.join(' '));
  const [which = '', ...choice] = words;
  const ask = /^\d{1,6}$/.test(which) ? asks[Number(which) - 1] : undefined;
  if (ask === undefined || choice.length === 0) return told('several questions are open: a QUESTION CHOICE', ...names);
  return choose(ask, choice.join(' '));
}

function choose(ask: PlainView['asks'][number], text: string): Typed {
  const byName = ask.choices.findIndex((choice) => clean(choice).toLowerCase() === text.toLowerCase());
  const choice = byName >= 0 ? byName : /^\d$/.test(text) ? Number(text) - 1 : -1;
  if (ask.choices[choice] === undefined) return told(`no such choice: ${askWords(ask)}`);
  return send({ name: 'ask.answer', ask: ask.id, choice });
}

function send(command: Command): Typed {
  return { do: 'send', command };
}

function told(...lines: readonly string[]): Typed {
  return { do: 'say', lines };
}
