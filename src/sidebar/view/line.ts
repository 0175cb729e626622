import type { Look, Sgr } from '../look.ts';
import type { Target } from '../target.ts';
import { cutEnd, head, width } from '../text.ts';
import type { Style } from '../theme.ts';

export interface Span {
  text: string;
  style: Style;
  /** Less certain than its neighbours. */
  faint?: boolean;
  /** It is what was searched for. */
  matched?: boolean;
  /** What a click on it means; its line's where it is missing. */
  target?: Target;
}

/** One row of the screen. `fill` styles it over its whole width, from the second cell on: the first is the gutter. */
export interface Line {
  spans: readonly Span[];
  fill?: Style;
  /** Drawn faint: what it says may be out of date. */
  faded?: boolean;
  target?: Target;
  /** The wheel over it scrolls the detail panel. */
  inPanel?: boolean;
}

/** Bold and underlined: seen on every background, and without colours. */
const matchLook = [1, 4];

export const blank: Line = { spans: [] };

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

export function line(...spans: Span[]): Line {
  return { spans };
}

/** A line across, with a title near its left end and a mark near its right one where there is room. */
export function rule(columns: number, mark = '', title = '', titleStyle: Style = 'strong'): Line {
  const label = mark === '' || width(mark) + 3 > columns ? '' : ` ${mark} `;
  const right = label === '' ? 0 : 1;
  const rest = columns - width(label) - right;
  const name = title === '' || width(title) + 3 > rest ? '' : ` ${title} `;
  const left = name === '' ? 0 : 1;
  return line(
    ...(name === '' ? [] : [span('─'.repeat(left), 'faint'), span(name, titleStyle)]),
    span('─'.repeat(rest - left - width(name)), 'faint'),
    span(label, 'plain'),
    span('─'.repeat(right), 'faint'),
  );
}

/** Left and right part with blanks between them; the right one gives way when there is no room for both. */
export function spread(left: readonly Span[], right: readonly Span[], columns: number): Line {
  const gap = columns - widthOf(left) - widthOf(right);
  return gap < 1 ? { spans: left } : { spans: [...left, span(' '.repeat(gap)), ...right] };
}

export function widthOf(spans: readonly Span[]): number {
  return width(spans.map(({ text }) => text).join(''));
}

/** Never wider than `columns`: the span that crosses the edge ends in `…`, what follows is dropped. */
export function clip({ spans, ...rest }: Line, columns: number): Line {
  if (widthOf(spans) <= columns) return { spans, ...rest };
  const fitting: Span[] = [];
  for (const { text, ...look } of spans) {
    const before = fitting.map((span) => span.text).join('');
    if (width(before + text) <= columns) {
      fitting.push({ text, ...look });
      continue;
    }
    fitting.push({ text: cutEnd(text, columns - width(before)), ...look });
    break;
  }
  return { spans: fitting, ...rest };
}

/** A sentence over as many lines as it needs, indented by `indent` cells and broken at blanks, or where a word is too long. */
export function wrap(text: string, columns: number, style: Style = 'plain', indent = 1): Line[] {
  const start = ' '.repeat(indent);
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((word) => pieces(word, columns - indent - 1))) {
    const last = lines.at(-1);
    if (last !== undefined && width(`${last} ${word}`) <= columns - 1) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(start + word);
  }
  return lines.map((line) => ({ spans: [span(line, style)] }));
}

/** A sentence that hangs on the right of its beginning. */
export function hang(start: readonly Span[], text: string, columns: number, style: Style = 'plain'): Line[] {
  const indent = widthOf(start);
  return wrap(text, columns, style, indent).map(({ spans }, index) => {
    const words = spans.map(({ text }) => span(text.slice(indent), style));
    // The gutter stays a span of its own: a fill leaves it out.
    return index === 0 ? line(...start, ...words) : line(span(' '), span(' '.repeat(indent - 1)), ...words);
  });
}

/** The first lines, with `…` behind the last one when there are more. */
export function begun(lines: readonly Line[], count: number): Line[] {
  const shown = lines.slice(0, count);
  const last = shown.at(-1);
  return last === undefined || count >= lines.length
    ? shown
    : [...shown.slice(0, -1), { ...last, spans: [...last.spans, span('…')] }];
}

function pieces(word: string, cells: number): string[] {
  const found: string[] = [];
  let rest = word;
  while (width(rest) > cells) {
    const piece = head(rest, cells);
    if (piece === '') break;
    found.push(piece);
    rest = rest.slice(piece.length);
  }
  return rest === '' && found.length > 0 ? found : [...found, rest];
}

/**
 * A line as a string with SGR sequences. A filled line, and every line where there is a background, is padded to `columns`;
 * others end where their text ends.
 */
export function paint(look: Look, { spans, fill, faded }: Line, columns: number): string {
  const padding =
    fill === undefined && look.base.length === 0 ? [] : [span(' '.repeat(Math.max(0, columns - widthOf(spans))))];
  return [...spans, ...padding]
    .map(({ text, style, faint, matched }, index) => {
      const shown = fill === undefined || index === 0 ? style : fill;
      const ink = (faded || faint ? look.faded : look.styles)[shown];
      return sgr([...look.base, ...ink, ...(matched ? matchLook : [])], look.glyphs(text));
    })
    .join('');
}

function sgr(parameters: Sgr, text: string): string {
  return parameters.length === 0 || text === '' ? text : `\u001b[${parameters.join(';')}m${text}\u001b[0m`;
}
