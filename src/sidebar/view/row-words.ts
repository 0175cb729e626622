import type { Ask } from '../../protocol/ask.ts';
import type { RowLine, RowWord } from '../../protocol/rows.ts';
import type { Session } from '../../protocol/state.ts';
import { drawable } from '../text.ts';
import { type Piece, whole } from './piece.ts';
import { type Field, fieldOf, type RowFacts } from './row-fields.ts';

/** Below these widths a row drops the elapsed time, then the state. */
const columnsMin: ReadonlyMap<string, number> = new Map([
  ['since', 20],
  ['state', 16],
]);

/** A word of a template with what its fields say. */
export interface Word {
  gap: number;
  pieces: Piece[];
  /** It says the state, has its cells whatever else there is, and they are blank when there is nothing to say. */
  fixed: boolean;
}

/** Whether a line has anything to say; one without fields always has. */
export function saysAnything(line: RowLine, session: Session, asks: readonly Ask[]): boolean {
  const { names, fields } = inLine(line);
  return names.length === 0 || fields.some((field) => field.says(session, asks));
}

/** It is drawn: seconds are to be counted. */
export function hasField(line: RowLine, name: string): boolean {
  return inLine(line).names.includes(name);
}

/** Asked for every line of every session at every frame. */
function inLine(line: RowLine): { names: string[]; fields: Field[] } {
  const known = linesSeen.get(line);
  if (known !== undefined) return known;
  const names = [...line.left, ...line.right].flatMap(fieldsOf);
  const found = { names, fields: names.flatMap((name) => fieldOf(name) ?? []) };
  linesSeen.set(line, found);
  return found;
}

const linesSeen = new WeakMap<RowLine, { names: string[]; fields: Field[] }>();

/** Those that are drawn if there is room. */
export function wordsOf(words: readonly RowWord[], facts: RowFacts, columns: number): Word[] {
  return words.flatMap((word) => {
    const names = fieldsOf(word);
    if (names.some((name) => columns < (columnsMin.get(name) ?? 0))) return [];
    const fixed = names.some((name) => columnsMin.has(name));
    const isSaid = (name: string) => columnsMin.has(name) || fieldOf(name)?.says(facts.session, facts.asks) === true;
    if (names.length > 0 && !names.some(isSaid)) return [];
    const pieces = word.parts.flatMap((part) => {
      if ('text' in part) return whole(drawable(part.text), 'faint');
      return isSaid(part.field) ? (fieldOf(part.field)?.piece(facts) ?? []) : [];
    });
    return [{ gap: word.gap, pieces, fixed }];
  });
}

function fieldsOf({ parts }: RowWord): string[] {
  return parts.flatMap((part) => ('field' in part ? part.field : []));
}
