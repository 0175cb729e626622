import type { Tone } from '../protocol/metadata.ts';
import type { ThreadState } from '../protocol/state.ts';

/** What a piece of text is, not how it looks. */
export type Style =
  | 'plain'
  | 'strong'
  | 'faint'
  | 'here'
  | 'cursor'
  | 'key'
  | 'danger'
  | `tone-${Tone}`
  | `notify-${Tone}`
  | `state-${ThreadState}`;

/** The parameters of one SGR sequence for each style; none leaves the terminal's own look. */
export type Theme = Readonly<Record<Style, readonly number[]>>;

const bold = 1;
const dim = 2;
const inverse = 7;
const red = 31;
const green = 32;
const yellow = 33;
const blue = 34;
const gray = 90;
const peach = [38, 5, 209];

/**
 * The one built-in theme. It uses the terminal's default colours and its sixteen, so that it follows dark and light.
 * With `NO_COLOR` the hues go and weight stays; glyphs carry the meaning in any case.
 */
export function themeFor(env: { readonly NO_COLOR?: string | undefined }): Theme {
  const hue = env.NO_COLOR ? () => [] : (...parameters: number[]) => parameters;
  return {
    plain: [],
    strong: [bold],
    faint: [dim],
    here: [bold, ...hue(blue)],
    cursor: [inverse],
    key: [bold],
    danger: [bold, ...hue(red)],
    'tone-neutral': hue(gray),
    'tone-info': hue(blue),
    'tone-success': hue(green),
    'tone-warn': hue(yellow),
    'tone-error': hue(red),
    'notify-neutral': [bold],
    'notify-info': [bold, ...hue(blue)],
    'notify-success': [bold, ...hue(green)],
    'notify-warn': [bold, ...hue(yellow)],
    'notify-error': [bold, ...hue(red)],
    'state-idle': [],
    'state-running': hue(yellow),
    'state-waiting': hue(blue),
    'state-done': hue(green),
    'state-error': hue(red),
    'state-interrupted': hue(...peach),
    'state-unknown': [dim],
  };
}

export const toneGlyphs: Readonly<Record<Tone, string>> = {
  neutral: '·',
  info: 'ℹ',
  success: '✓',
  warn: '⚠',
  error: '✗',
};

/** How it ended, and nobody has looked yet. */
export const unseenGlyph = '●';
/** In no pane of tmux. */
export const outsideGlyph = '↗';

/** Hidden, and shown all the same. */
export const hiddenGlyph = '◌';

/** Blank when nominal. */
export const stateGlyphs: Readonly<Record<ThreadState, string>> = {
  idle: ' ',
  running: '⠹',
  waiting: '◉',
  done: '✓',
  error: '✗',
  interrupted: '⚠',
  unknown: '?',
};
