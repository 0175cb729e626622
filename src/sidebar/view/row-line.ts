import type { Ask } from '../../protocol/ask.ts';
import type { RowLine, RowWord } from '../../protocol/rows.ts';
import type { Session } from '../../protocol/state.ts';
import { drawable } from '../text.ts';
import { type Span, span, widthOf } from './line.ts';
import { type Piece, whole } from './piece.ts';
import { type Field, fieldOf, isNominal, type RowFacts } from './row-fields.ts';

/** Below these widths a row drops the elapsed time, then the state. */
const columnsMin: ReadonlyMap<string, number> = new Map([
  ['since', 20],
  ['state', 16],
]);

interface Word {
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

/**
 * One line of a row behind its gutter, at most `columns` wide. The state has its cells at the right end. Of the left part the
 * words go from the right until the others fit with at least 8 cells of each text; what else stands on the right is drawn
 * where it leaves a cell free on both sides.
 */
export function rowLine(line: RowLine, facts: RowFacts, columns: number, room: number): Span[] {
  const nominal = isNominal(facts.top);
  const ends = wordsOf(line.right, facts, columns).map((word) => ({ ...word, gap: Math.max(1, word.gap) }));
  const reserved = sum(ends.filter(({ fixed }) => fixed).map((word) => word.gap + fullOf(word)));
  const margin = ends.length === 0 ? 0 : 1;
  const start = leftSpans(
    wordsOf(line.left, facts, columns),
    room - (nominal || reserved === 0 ? 0 : reserved + margin),
  );
  const shown = rightWords(ends, room - widthOf(start) - reserved - margin, nominal);
  if (shown.every(({ spans }) => spans === null)) return start;
  const used = sum(shown.map(({ gap, cells }) => (cells === 0 ? 0 : gap + cells)));
  const [first, ...others] = shown.filter(({ cells }) => cells > 0);
  if (first === undefined) return start;
  const stretch = span(' '.repeat(Math.max(0, room - widthOf(start) - used - margin) + first.gap));
  const right = [
    first.spans ?? blanks(first.cells),
    ...others.map(({ gap, cells, spans }) => spaced(gap, spans ?? blanks(cells))),
  ];
  const end = right.flat();
  const last = end.at(-1);
  const isState = shown.at(-1)?.fixed === true && last !== undefined && !nominal;
  return [...start, stretch, ...(isState ? [...end.slice(0, -1), { ...last, text: `${last.text} ` }] : end)];
}

interface Shown {
  gap: number;
  /** 0: there is no room for it. */
  cells: number;
  /** Null for blanks. */
  spans: Span[] | null;
  fixed: boolean;
}

/** What fits into `space` besides the state, the rightmost first. */
function rightWords(words: readonly Word[], space: number, nominal: boolean): Shown[] {
  let rest = space;
  return words
    .toReversed()
    .map((word): Shown => {
      const { gap, fixed } = word;
      if (fixed) return { gap, fixed, cells: fullOf(word), spans: nominal ? null : drawn(word, fullOf(word)) };
      const fits = gap + leastOf(word) <= rest;
      const spans = fits ? drawn(word, rest - gap) : [];
      const cells = widthOf(spans);
      if (cells > 0) rest -= gap + cells;
      return { gap, fixed, cells, spans: cells > 0 ? spans : null };
    })
    .toReversed();
}

function leftSpans(words: readonly Word[], room: number): Span[] {
  const [first, ...others] = words;
  if (first === undefined) return [];
  let kept = [{ ...first, gap: 0 }, ...others];
  while (kept.length > 1 && sum(kept.map((word) => word.gap + leastOf(word))) > room) kept = kept.slice(0, -1);
  let rest = room;
  return kept.flatMap((word, index) => {
    const later = sum(kept.slice(index + 1).map((one) => one.gap + leastOf(one)));
    const spans = spaced(word.gap, drawn(word, rest - word.gap - later));
    rest -= widthOf(spans);
    return spans;
  });
}

/** Each of its pieces gets what those behind it do not need. */
function drawn({ pieces }: Word, cells: number): Span[] {
  let rest = cells;
  return pieces.flatMap((piece, index) => {
    const later = sum(pieces.slice(index + 1).map(({ least }) => least));
    const spans = piece.drawn(rest - later);
    rest -= widthOf(spans);
    return spans;
  });
}

function wordsOf(words: readonly RowWord[], facts: RowFacts, columns: number): Word[] {
  return words.flatMap((word) => {
    const names = fieldsOf(word);
    if (names.some((name) => columns < (columnsMin.get(name) ?? 0))) return [];
    const fixed = names.some((name) => columnsMin.has(name));
    const isSaid = (name: string) => fixed || fieldOf(name)?.says(facts.session, facts.asks) === true;
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

/** The blanks before it look like its beginning. */
function spaced(gap: number, spans: readonly Span[]): Span[] {
  const [first, ...others] = spans;
  return first === undefined ? [] : [{ ...first, text: ' '.repeat(gap) + first.text }, ...others];
}

function blanks(cells: number): Span[] {
  return [span(' '.repeat(cells))];
}

function fullOf({ pieces }: Word): number {
  return sum(pieces.map(({ full }) => full));
}

function leastOf({ pieces }: Word): number {
  return sum(pieces.map(({ least }) => least));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
