import { graphemesIn } from '../protocol/graphemes.ts';
import { newNameProblem } from '../protocol/session-name.ts';
import { cutMiddle, drawable, tail, tilde, width } from '../sidebar/text.ts';
import type { Style } from '../sidebar/theme.ts';
import {
  begun,
  blank,
  clip,
  hang,
  type Line,
  line,
  rule,
  type Span,
  span,
  spread,
  widthOf,
} from '../sidebar/view/line.ts';
import { promptLine } from '../sidebar/view/prompt-line.ts';
import type { Hit } from './filter.ts';
import type { Item, Picker } from './picker.ts';

/** Rows from which on each piece is there; a tiny popup is all list. */
const ruleRowsMin = 5;
const footerRowsMin = 7;
/** Columns from which on there is room to say what something is. */
const kindColumnsMin = 50;
const wordsColumnsMin = 40;
const hintsColumnsMin = 22;
const problemRowsMax = 3;
/** What a rule has beside its mark. */
const ruleCells = 3;

/** What the popup shows: exactly its rows, none wider than its columns. */
export function frame(picker: Picker): Line[] {
  const { columns, rows } = picker.size;
  const hasRule = rows >= ruleRowsMin;
  const below = rows >= footerRowsMin || picker.problem !== null ? footer(picker) : [];
  const room = Math.max(0, rows - 1 - (hasRule ? 1 : 0) - below.length);
  const lines = [
    promptLine(picker.text, columns),
    ...(hasRule ? [rule(columns, count(picker))] : []),
    ...listLines(picker, room),
    ...below,
  ];
  return lines.slice(0, rows).map((one) => clip(one, columns));
}

/** How many there are, and whether that is all: while more may come, what has been found says that something moves. */
function count({ text, items, found, candidates, searching, size }: Picker): string {
  if (searching) {
    const short = `searching… ${found}`;
    const whole = `${short} ${found === 1 ? 'directory' : 'directories'}`;
    return width(whole) + ruleCells > size.columns ? short : whole;
  }
  const hits = items.filter(({ type }) => type === 'hit').length;
  return text.trim() === '' ? `${candidates.length}` : `${hits}/${candidates.length}`;
}

function listLines(picker: Picker, room: number): Line[] {
  const { items, choice, size } = picker;
  const top = Math.max(0, Math.min(choice - Math.floor(room / 2), items.length - room));
  const shown = items.slice(top, top + room).map((item, index): Line => {
    const isChosen = top + index === choice;
    return { ...itemLine(item, picker, size.columns), ...(isChosen ? { fill: 'cursor' as const } : {}) };
  });
  const nothing = items.length === 0 ? nothingLines(picker) : [];
  return Array.from({ length: room }, (_, index) => shown[index] ?? nothing[index] ?? blank);
}

/** Why, where the text itself could have been made something of. */
function nothingLines({ searching, text, names }: Picker): Line[] {
  if (searching) return [line(span(' searching…', 'faint'))];
  const typed = text.trim();
  const why = typed === '' || /^[/~]/.test(typed) ? null : newNameProblem(typed, names);
  return [line(span(' nothing found', 'faint')), ...(why === null ? [] : [line(span(` ${drawable(why)}`, 'faint'))])];
}

function itemLine(item: Item, { here, home }: Picker, columns: number): Line {
  if (item.type === 'hit') return hitLine(item.hit, columns);
  const what = item.type === 'create' ? drawable(item.name) : drawable(tilde(item.dir, home));
  const verb = columns < wordsColumnsMin ? ' + new ' : item.type === 'create' ? ' + create session ' : ' + session in ';
  const start = [
    span(' '),
    span(verb.slice(1), 'tone-success'),
    span(cutMiddle(what, columns - width(verb)), 'strong'),
  ];
  const place = item.type === 'create' && here !== null ? `in ${drawable(tilde(here, home))}` : '';
  const left = columns - widthOf(start) - 1;
  return line(
    ...start,
    ...(place === '' || left < width('in ~/…') ? [] : [span(` ${cutMiddle(place, left)}`, 'faint')]),
  );
}

function hitLine({ candidate, matched }: Hit, columns: number): Line {
  const { kind, text, name } = candidate;
  const label = columns >= kindColumnsMin ? `${kind} ` : '';
  const room = columns - 1 - (label === '' ? 0 : label.length + 1);
  // A path's end says more than its beginning.
  const cut = kind === 'session' || width(text) <= room ? 0 : text.length - tail(text, room - 1).length;
  const spans = marked(text, cut, name, kind === 'session' ? 'strong' : 'plain', new Set(matched));
  const left = clip(line(span(' '), ...(cut > 0 ? [span('…', 'faint')] : []), ...spans), room + 1);
  return label === '' ? left : spread(left.spans, [span(label, 'faint')], columns);
}

/** A text from an index on; its name in a style, the rest faint, and what matched stands out. */
function marked(
  text: string,
  from: number,
  [start, end]: readonly [number, number],
  style: Style,
  matched: ReadonlySet<number>,
): Span[] {
  const spans: Span[] = [];
  let index = from;
  for (const { segment } of graphemesIn(text.slice(from))) {
    const look = index >= start && index < end ? style : 'faint';
    const isMatch = Array.from(segment, (_, offset) => index + offset).some((at) => matched.has(at));
    index += segment.length;
    const last = spans.at(-1);
    if (last !== undefined && last.style === look && last.matched === isMatch)
      spans[spans.length - 1] = { ...last, text: last.text + segment };
    else spans.push({ ...span(segment, look), matched: isMatch });
  }
  return spans;
}

function footer({ problem, busy, items, choice, size }: Picker): Line[] {
  if (problem !== null) {
    const start = [span(' '), span('✗', 'tone-error'), span(' ')];
    return begun(hang(start, drawable(problem), size.columns + 1), Math.min(problemRowsMax, size.rows - 1));
  }
  if (busy) return [line(span(' opening…', 'faint'))];
  const item = items[choice];
  const isSession = item?.type === 'hit' && 'session' in item.hit.candidate.target;
  const does = item === undefined ? [] : [span(' '), span('Enter', 'key'), span(isSession ? ' go ' : ' new ', 'faint')];
  const gap = size.columns < hintsColumnsMin ? [] : [span(' ')];
  return [line(...does, ...gap, span('Esc', 'key'), span(' close', 'faint'))];
}
