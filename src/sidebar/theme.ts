import type { Tone } from '../protocol/metadata.ts';
import type { ThreadState } from '../protocol/state.ts';

export { stateGlyphs } from '../protocol/glyphs.ts';

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

/** Sessions of one repository: one line for all of them, or each below it. */
export const foldedGlyph = '▸';
export const unfoldedGlyph = '▾';
/** At the left of what belongs to the group above. */
export const groupGuide = '│';
