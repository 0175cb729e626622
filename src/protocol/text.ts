import { graphemesIn } from './graphemes.ts';

/**
 * What a terminal or a reader could be fooled with: controls, everything that is invisible by definition (bidirectional
 * controls, zero-width characters, tags, fillers), line separators, interlinear marks and noncharacters. Zero-width
 * joiner and variation selectors stay where they shape an emoji; right-to-left text itself stays.
 */
const hostile =
  /(?![\u200d\ufe0e\ufe0f])[\p{Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2028\u2029\ufff9-\ufffc]/gu;
const looseSelector = /(?<!\p{Emoji})[\ufe0e\ufe0f]/gu;
const escapeSequence =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/gu;
const looseJoiner =
  /(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
const loneSurrogate = /\p{Surrogate}/gu;

/** Nothing to clean, and each character is a cell and a grapheme. */
export const printableAscii = /^[ -~]*$/;

/** One line of harmless text: escape sequences, controls and invisible tricks removed, line breaks and tabs as one space. */
export function clean(text: string): string {
  if (printableAscii.test(text)) return text.trim();
  return text
    .replace(escapeSequence, '')
    .replace(/[\t\r\n\u0085\u2028\u2029]+/g, ' ')
    .replace(hostile, '')
    .replace(looseSelector, '')
    .replace(looseJoiner, '')
    .replace(loneSurrogate, '\ufffd')
    .trim();
}

/** Longer than any emoji: what is more is letters buried under marks, which would make every limit in graphemes none in bytes. */
const graphemeUnitsMax = 32;

/**
 * At most `graphemesMax` user-perceived characters, never cut inside one; the last one becomes `…` when text was lost. So
 * it does where one character has more than 32 UTF-16 units, from that one on.
 */
export function cut(text: string, graphemesMax: number): string {
  if (text.length <= graphemesMax && (text.length <= graphemeUnitsMax || printableAscii.test(text))) return text;
  let end = 0;
  let count = 0;
  for (const { index, segment } of graphemesIn(text)) {
    count += 1;
    if (count <= graphemesMax) end = index;
    if (count > graphemesMax || segment.length > graphemeUnitsMax) return `${text.slice(0, end)}…`;
  }
  return text;
}
