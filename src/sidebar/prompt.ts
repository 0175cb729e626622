import type { Session } from '../protocol/state.ts';
import { keyOf, type Mode, type Model, type SessionKey } from './model.ts';
import { failed, request, type Step, still } from './step.ts';
import { drawable } from './text.ts';

export const promptGraphemesMax = 4096;
const nameGraphemesMax = 256;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A mode in which characters are typed. */
export type Prompt = Extract<Mode, { text: string }>;

export function isPrompt(mode: Mode): mode is Prompt {
  return 'text' in mode;
}

export function typed(model: Model, prompt: Prompt, more: string): Model {
  const kept = [...graphemes.segment(prompt.text + more)].slice(0, promptGraphemesMax);
  return withText(model, prompt, kept.map(({ segment }) => segment).join(''));
}

export function erased(model: Model, prompt: Prompt): Model {
  return withText(model, prompt, prompt.text.slice(0, [...graphemes.segment(prompt.text)].at(-1)?.index ?? 0));
}

/** What was found before is found no more: the cursor goes back to the best. */
export function withText(model: Model, prompt: Prompt, text: string): Model {
  return { ...model, mode: prompt.name === 'find' ? { ...prompt, text, choice: 0 } : { ...prompt, text } };
}

/** The prompt for another name, with the one that it has. */
export function renaming(model: Model, session: Session): Model {
  const text = [...graphemes.segment(drawable(session.name))].slice(0, nameGraphemesMax);
  return {
    ...model,
    mode: { name: 'rename', target: keyOf(session), text: text.map(({ segment }) => segment).join('') },
  };
}

/** @param sessions all that there are, for the one that is meant */
export function rename(model: Model, sessions: readonly Session[], target: SessionKey, text: string): Step {
  const session = sessions.find((one) => keyOf(one) === target);
  if (session === undefined) return still(failed(model, 'that session is gone'));
  if (text === '') return still(failed(model, 'a session needs a name'));
  return text === session.name
    ? still(model)
    : request(model, { name: 'session.rename', session: session.id, to: text });
}

export function create(model: Model, text: string): Step {
  if (text === '') return request(model, { name: 'session.create' });
  if (text.startsWith('/')) return request(model, { name: 'session.create', dir: text });
  if (text === '~' || text.startsWith('~/'))
    return request(model, { name: 'session.create', dir: model.home + text.slice(1) });
  if (text.startsWith('~')) return still(failed(model, `cannot tell whose home ${text} is`));
  return request(model, { name: 'session.create', session: text });
}
