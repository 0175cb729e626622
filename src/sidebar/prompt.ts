import { graphemesIn } from '../protocol/graphemes.ts';
import { nameProblem, newNameProblem } from '../protocol/session-name.ts';
import type { Session } from '../protocol/state.ts';
import { allSessionsOf, keyOf, type Mode, type Model, type SessionKey } from './model.ts';
import { failed, request, type Step, still } from './step.ts';
import { drawable } from './text.ts';

export const promptGraphemesMax = 4096;
const nameGraphemesMax = 256;
/** The daemon has said before that the popup has the keys. */
const popupMillisMax = 3000;

/** A mode in which characters are typed. */
export type Prompt = Extract<Mode, { text: string }>;

export function isPrompt(mode: Mode): mode is Prompt {
  return 'text' in mode;
}

export function typed(model: Model, prompt: Prompt, more: string): Model {
  const kept = [...graphemesIn(prompt.text + more)].slice(0, promptGraphemesMax);
  return withText(model, prompt, kept.map(({ segment }) => segment).join(''));
}

export function erased(model: Model, prompt: Prompt): Model {
  return withText(model, prompt, prompt.text.slice(0, [...graphemesIn(prompt.text)].at(-1)?.index ?? 0));
}

/** What was found before is found no more: the cursor goes back to the best. */
export function withText(model: Model, prompt: Prompt, text: string): Model {
  return { ...model, mode: prompt.name === 'find' ? { ...prompt, text, choice: 0 } : { ...prompt, text } };
}

/** The prompt for another name, with the one that it has. */
export function renaming(model: Model, session: Session): Model {
  const text = [...graphemesIn(drawable(session.name))].slice(0, nameGraphemesMax);
  return {
    ...model,
    mode: { name: 'rename', target: keyOf(session), text: text.map(({ segment }) => segment).join('') },
  };
}

/** The popup, where there is a client to show it to, else the prompt in one line. */
export function picking(model: Model): Step {
  if (model.place !== 'tmux' || model.you.client === null) return still(namingNew(model));
  const step = request(model, { name: 'session.pick' });
  if (step.commands.length === 0) return step;
  return { ...step, model: { ...step.model, deafUntil: model.now + popupMillisMax } };
}

/** Where there can be no popup, the prompt does what it would have done; what else is refused is only told. */
export function refused(model: Model, command: string | undefined): Model {
  if (command !== 'session.pick') return model;
  return model.mode.name === 'list' ? namingNew(model) : { ...model, deafUntil: 0 };
}

function namingNew(model: Model): Model {
  return { ...model, deafUntil: 0, mode: { name: 'new-session', text: '' } };
}

/** Why the text of a prompt cannot be a name, null when it can be or is none. */
export function promptProblem(model: Model, { name, text }: Prompt): string | null {
  const typed = text.trim();
  const sessions = allSessionsOf(model);
  if (name === 'rename') {
    const { mode } = model;
    const others = sessions.filter((one) => mode.name !== 'rename' || keyOf(one) !== mode.target);
    return nameProblem(
      typed,
      others.map((one) => one.name),
    );
  }
  if (name !== 'new-session' || typed === '' || /^[/~]/.test(typed)) return null;
  return newNameProblem(
    typed,
    sessions.map((one) => one.name),
  );
}

/** A name that cannot be leaves the prompt open, which says why. */
export function rename(model: Model & { mode: Prompt }, target: SessionKey, text: string): Step {
  const list: Model = { ...model, mode: { name: 'list' } };
  const session = allSessionsOf(model).find((one) => keyOf(one) === target);
  if (session === undefined) return still(failed(list, 'that session is gone'));
  if (text === session.name) return still(list);
  if (promptProblem(model, model.mode) !== null) return still(model);
  return request(list, { name: 'session.rename', session: session.id, to: text });
}

export function create(model: Model & { mode: Prompt }, text: string): Step {
  const list: Model = { ...model, mode: { name: 'list' } };
  if (text === '') return request(list, { name: 'session.create' });
  if (text.startsWith('/')) return request(list, { name: 'session.create', dir: text });
  if (text === '~' || text.startsWith('~/'))
    return request(list, { name: 'session.create', dir: model.home + text.slice(1) });
  if (text.startsWith('~')) return still(failed(list, `cannot tell whose home ${text} is`));
  return promptProblem(model, model.mode) !== null
    ? still(model)
    : request(list, { name: 'session.create', session: text });
}
