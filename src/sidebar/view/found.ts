import { graphemesIn } from '../../protocol/graphemes.ts';
import { find, type Hit } from '../find.ts';
import type { Model } from '../model.ts';
import type { Prompt } from '../prompt.ts';
import { cutEnd, width } from '../text.ts';
import { stateGlyphs } from '../theme.ts';
import { blank, clip, type Line, line, type Span, span, widthOf } from './line.ts';
import { promptLine } from './prompt-line.ts';
import { sessionName } from './session-name.ts';

/** What the name of a session may take of the row in which something else of it was found. */
const nameShare = 0.5;
/** Cells before the first match that are kept of a text that is too long. */
const contextCells = 1;

export interface FoundView {
  lines: Line[];
  /** How many hits are out of view. */
  above: number;
  below: number;
}

/** The prompt, and what was found, the cursor's hit in view. */
export function found(model: Model, { text, choice }: Extract<Prompt, { name: 'find' }>, rows: number): FoundView {
  const { columns } = model.size;
  const hits = find(model, text);
  const room = Math.max(0, rows - 1);
  const at = Math.min(choice, Math.max(0, hits.length - 1));
  const top = Math.max(0, at - room + 1);
  const shown = hits.slice(top, top + room).map(
    (hit, index): Line => ({
      ...hitLine(hit, index + top === at, columns),
      target: { kind: 'choice', index: index + top },
    }),
  );
  const nothing = hits.length === 0 ? [line(span(' nothing found', 'faint'))] : [];
  const lines = [promptLine(text, columns, ' / '), ...shown, ...nothing];
  return {
    lines: Array.from({ length: rows }, (_, index) => lines[index] ?? blank),
    above: top,
    below: Math.max(0, hits.length - top - room),
  };
}

function hitLine(hit: Hit, isCursor: boolean, columns: number): Line {
  const { session, thread, isName } = hit;
  const name = isName ? '' : `${cutEnd(sessionName(session), Math.floor(columns * nameShare))} `;
  const glyph = thread === null || stateGlyphs[thread.state] === ' ' ? '' : `${stateGlyphs[thread.state]} `;
  const start = [
    span(' '),
    ...(name === '' ? [] : [span(name, 'faint')]),
    ...(glyph === '' ? [] : [span(glyph, `state-${thread?.state ?? 'idle'}`)]),
  ];
  const spans = [...start, ...marked(hit, columns - widthOf(start))];
  return clip({ spans, ...(isCursor ? { fill: 'cursor' as const } : {}) }, columns);
}

/** The text from shortly before what matched, and that stands out. */
function marked({ text, matched }: Hit, room: number): Span[] {
  const first = matched[0] ?? 0;
  const start = width(text) <= room ? 0 : beginning(text, first);
  const isMatch = new Set(matched);
  const spans: Span[] = start === 0 ? [] : [span('…', 'faint')];
  let index = start;
  for (const { segment } of graphemesIn(text.slice(start))) {
    const hit = Array.from(segment, (_, offset) => index + offset).some((at) => isMatch.has(at));
    index += segment.length;
    const last = spans.at(-1);
    if (last?.style === 'plain' && last.matched === hit)
      spans[spans.length - 1] = { ...last, text: last.text + segment };
    else spans.push({ ...span(segment), matched: hit });
  }
  return spans;
}

/** Index of a grapheme a few cells before the first match. */
function beginning(text: string, first: number): number {
  const starts = [...graphemesIn(text.slice(0, first + 1))].map(({ index }) => index);
  return starts.at(-1 - contextCells) ?? 0;
}
