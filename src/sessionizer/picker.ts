import { graphemesIn } from '../protocol/graphemes.ts';
import { newNameProblem } from '../protocol/session-name.ts';
import { clean } from '../protocol/text.ts';
import type { Size } from '../sidebar/model.ts';
import { type Candidate, plainPath } from './candidate.ts';
import { type Hit, hitsOf } from './filter.ts';
import { candidatesOf, countDirs, type Gathered } from './gathered.ts';
import { expanded } from './wanted.ts';

export const textGraphemesMax = 1000;

/** A row that can be chosen: what was found, a session to be made under a typed name, a directory that was typed. */
export type Item = { type: 'hit'; hit: Hit } | { type: 'create'; name: string } | { type: 'open'; dir: string };

/** All that the picker draws from. */
export interface Picker {
  readonly size: Size;
  readonly home: string;
  /** Directory in which a session with a typed name is made; null where nobody knows. */
  readonly here: string | null;
  /** Names of all sessions. */
  readonly names: readonly string[];
  readonly text: string;
  readonly candidates: readonly Candidate[];
  readonly items: readonly Item[];
  /** Index of the item that Enter takes. */
  readonly choice: number;
  /** Directories found so far. */
  readonly found: number;
  /** There may be more to come. */
  readonly searching: boolean;
  /** Something was chosen and is being done. */
  readonly busy: boolean;
  /** What went wrong, in one line; until the next key. */
  readonly problem: string | null;
}

export type PickerEvent =
  | { type: 'key'; key: string }
  | { type: 'pasted'; text: string }
  | { type: 'resized'; size: Size }
  | { type: 'gathered'; gathered: Gathered }
  | { type: 'searched' }
  | { type: 'failed'; problem: string };

/** What is to be done now: go to what was chosen, or close. */
export interface Step {
  picker: Picker;
  chosen?: Item;
  closes?: true;
}

export function openPickerModel(
  given: Pick<Picker, 'size' | 'home' | 'here' | 'names' | 'problem'> & { gathered: Gathered },
): Picker {
  const { gathered, ...rest } = given;
  const picker: Picker = {
    ...rest,
    text: '',
    candidates: candidatesOf(gathered, given.home),
    items: [],
    choice: 0,
    found: countDirs(gathered),
    searching: true,
    busy: false,
  };
  return searched(picker);
}

export function update(picker: Picker, event: PickerEvent): Step {
  switch (event.type) {
    case 'key':
      return picker.busy && event.key !== 'escape' && event.key !== 'ctrl-c'
        ? { picker }
        : press({ ...picker, problem: null }, event.key);
    case 'pasted':
      return { picker: picker.busy ? picker : typed(picker, clean(event.text)) };
    case 'resized':
      return { picker: { ...picker, size: event.size } };
    case 'gathered': {
      const candidates = candidatesOf(event.gathered, picker.home);
      return { picker: followed(searched({ ...picker, candidates, found: countDirs(event.gathered) }), picker) };
    }
    case 'searched':
      return { picker: { ...picker, searching: false } };
    case 'failed':
      return { picker: { ...picker, busy: false, problem: event.problem } };
    default:
      return event satisfies never;
  }
}

function press(picker: Picker, key: string): Step {
  switch (key) {
    case 'escape':
    case 'ctrl-c':
      return { picker, closes: true };
    case 'enter': {
      const chosen = picker.items[picker.choice];
      return chosen === undefined ? { picker } : { picker: { ...picker, busy: true }, chosen };
    }
    case 'down':
    case 'ctrl-n':
    case 'ctrl-j':
    case 'tab':
      return { picker: moved(picker, 1) };
    case 'up':
    case 'ctrl-p':
    case 'ctrl-k':
    case 's-tab':
      return { picker: moved(picker, -1) };
    case 'backspace':
      return { picker: withText(picker, picker.text.slice(0, [...graphemesIn(picker.text)].at(-1)?.index ?? 0)) };
    case 'ctrl-u':
      return { picker: withText(picker, '') };
    case 'ctrl-w':
      return { picker: withText(picker, picker.text.replace(/[^\s/]*[\s/]*$/, '')) };
    default:
      // Names of keys that mean nothing here have several letters; what is typed comes one by one.
      return { picker: /^[a-z][a-z-]+$/.test(key) ? picker : typed(picker, clean(`.${key}.`).slice(1, -1)) };
  }
}

function typed(picker: Picker, more: string): Picker {
  const kept = [...graphemesIn(picker.text + more)].slice(0, textGraphemesMax);
  return withText(picker, kept.map(({ segment }) => segment).join(''));
}

/** What was chosen among other hits counts no more: the cursor goes back to the best. */
function withText(picker: Picker, text: string): Picker {
  return text === picker.text ? picker : searched({ ...picker, text, choice: 0 });
}

function moved(picker: Picker, by: 1 | -1): Picker {
  const { length } = picker.items;
  return length === 0 ? picker : { ...picker, choice: (picker.choice + by + length) % length };
}

function searched(picker: Picker): Picker {
  const hits = hitsOf(picker.candidates, picker.text).map((hit): Item => ({ type: 'hit', hit }));
  return { ...picker, items: [...hits, ...typedItem(picker)] };
}

/** What can be made of the text itself. */
function typedItem({ text, home, names }: Picker): Item[] {
  const typed = text.trim();
  if (typed.startsWith('/') || typed.startsWith('~')) {
    const dir = plainPath(expanded(typed, home));
    return dir === null ? [] : [{ type: 'open', dir }];
  }
  return newNameProblem(typed, names) === null ? [{ type: 'create', name: typed }] : [];
}

/** The cursor stays on what a person moved it to, while more comes in. At the top it stays at the top. */
function followed(picker: Picker, before: Picker): Picker {
  const old = before.items[before.choice];
  if (before.choice === 0 || old === undefined) return { ...picker, choice: 0 };
  const index = picker.items.findIndex((item) => keyOf(item) === keyOf(old));
  return { ...picker, choice: index >= 0 ? index : Math.min(before.choice, Math.max(0, picker.items.length - 1)) };
}

function keyOf(item: Item): string {
  return JSON.stringify(item.type === 'hit' ? item.hit.candidate.target : item.type);
}
