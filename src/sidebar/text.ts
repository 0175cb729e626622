import stringWidth from 'string-width';
import { graphemesIn } from '../protocol/graphemes.ts';
import { clean, printableAscii } from '../protocol/text.ts';

/**
 * What terminals and tmux versions give different widths: presentation selectors, skin tones, keycaps, and all but the
 * first picture of a joined emoji. A frame can only be updated in part when the terminal counts cells as we do.
 */
const disputed =
  /\u200d\p{Extended_Pictographic}|\ufe0e|\ufe0f|\u200d|\u20e3|(?<=\p{Emoji_Modifier_Base}\ufe0f?)\p{Emoji_Modifier}/gu;
/** Thai and Lao AM, one code point of two cells that is measured as one; in two code points everybody agrees. */
const splitVowels: Readonly<Record<string, string>> = { '\u0e33': '\u0e4d\u0e32', '\u0eb3': '\u0ecd\u0eb2' };

/** One harmless line whose width is the same everywhere, as far as that can be had. */
export function drawable(text: string): string {
  if (printableAscii.test(text)) return text.trim();
  return clean(text)
    .replace(disputed, '')
    .replace(/[\u0e33\u0eb3]/g, (vowel) => splitVowels[vowel] ?? vowel);
}

/** Of texts that were measured: what is on the screen is measured again for each frame. */
const measured = new Map<string, number>();
const measuredMax = 4000;
const measuredCharactersMax = 400;

/** Terminal cells that a text takes. */
export function width(text: string): number {
  if (printableAscii.test(text)) return text.length;
  const known = measured.get(text);
  if (known !== undefined) return known;
  const cells = stringWidth(text);
  if (measured.size >= measuredMax) measured.clear();
  if (text.length <= measuredCharactersMax) measured.set(text, cells);
  return cells;
}

/** The longest beginning that fits into `cells`; never cut inside a grapheme. */
export function head(text: string, cells: number): string {
  if (printableAscii.test(text)) return text.slice(0, Math.max(0, cells));
  let end = 0;
  for (const { index, segment } of graphemesIn(text)) {
    // Measured as a whole: what stands before a grapheme can change its width.
    if (width(text.slice(0, index + segment.length)) > cells) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** The longest end that fits into `cells`; never cut inside a grapheme. */
export function tail(text: string, cells: number): string {
  if (printableAscii.test(text)) return cells > 0 ? text.slice(-cells) : '';
  let start = text.length;
  for (const { index } of [...graphemesIn(text)].reverse()) {
    if (width(text.slice(index)) > cells) break;
    start = index;
  }
  return text.slice(start);
}

/** At most `cells` wide, the end given up for `…` when it does not fit. */
export function cutEnd(text: string, cells: number): string {
  if (width(text) <= cells) return text;
  return cells <= 0 ? '' : `${head(text, cells - 1)}…`;
}

/** At most `cells` wide, the middle given up for `…` when it does not fit: both ends of a path tell something. */
export function cutMiddle(text: string, cells: number): string {
  if (width(text) <= cells) return text;
  if (cells <= 0) return '';
  const end = tail(text, Math.ceil((cells - 1) / 2));
  return `${head(text, cells - 1 - width(end))}…${end}`;
}

/** `~` for the home directory. */
export function tilde(path: string, home: string): string {
  if (home === '' || home === '/') return path;
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
