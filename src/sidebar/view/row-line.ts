import type { RowLine } from '../../protocol/rows.ts';
import { type Span, span, widthOf } from './line.ts';
import { isNominal, type RowFacts } from './row-fields.ts';
import { type Word, wordsOf } from './row-words.ts';

/**
 * One line of a row behind its gutter, at most `room` of the pane's `columns` wide. The state has its cells at the right
 * end. Of the left part the words go from the right until the others fit with at least 8 cells of each text; what else
 * stands on the right is drawn where it leaves a cell free on both sides.
 */
export function rowLine(line: RowLine, facts: RowFacts, columns: number, room: number): Span[] {
  const nominal = isNominal(facts.top);
  const ends = wordsOf(line.right, facts, columns).map((word) => ({ ...word, gap: Math.max(1, word.gap) }));
  const state = sum(ends.filter(({ fixed }) => fixed).map((word) => word.gap + fullOf(word)));
  const margin = ends.length === 0 ? 0 : 1;
  const left = leftSpans(wordsOf(line.left, facts, columns), room - (nominal || state === 0 ? 0 : state + margin));
  const space = room - widthOf(left) - margin;
  const right = rightEnds(ends, space - state, nominal);
  if (right.every(({ spans }) => spans === null)) return left;
  const used = sum(right.map(({ gap, cells }) => gap + cells));
  const stretch = span(' '.repeat(Math.max(0, space - used)));
  return [...left, stretch, ...joined(right)];
}

/** The blanks before a word look like its beginning, but for the first one's; the one behind the state looks like that. */
function joined(ends: readonly End[]): Span[] {
  const spans = ends.flatMap(({ gap, cells, spans }, index) => {
    const shown = spans ?? [span(' '.repeat(cells))];
    return index === 0 ? [span(' '.repeat(gap)), ...shown] : spaced(gap, shown);
  });
  const last = spans.at(-1);
  return last !== undefined && ends.at(-1)?.isState === true
    ? [...spans.slice(0, -1), { ...last, text: `${last.text} ` }]
    : spans;
}

/** A word at the right end. */
interface End {
  gap: number;
  cells: number;
  /** Null for blanks. */
  spans: Span[] | null;
  isState: boolean;
}

/** The state, and what else fits into `space`, the rightmost first. */
function rightEnds(words: readonly Word[], space: number, nominal: boolean): End[] {
  let rest = space;
  return words
    .toReversed()
    .flatMap((word): End[] => {
      const { gap, fixed } = word;
      if (fixed) {
        const cells = fullOf(word);
        return [{ gap, cells, spans: nominal ? null : drawn(word, cells), isState: !nominal }];
      }
      const spans = gap + leastOf(word) <= rest ? drawn(word, rest - gap) : [];
      const cells = widthOf(spans);
      if (cells === 0) return [];
      rest -= gap + cells;
      return [{ gap, cells, spans, isState: false }];
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

/** The blanks before it look like its beginning. */
function spaced(gap: number, spans: readonly Span[]): Span[] {
  const [first, ...others] = spans;
  return first === undefined ? [] : [{ ...first, text: ' '.repeat(gap) + first.text }, ...others];
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
