import { line } from './value.ts';

/** What a pane says of the session that it shows. */
export interface ShownTitle {
  text: string;
  /** It goes on. */
  cut: boolean;
}

/** A title of more than 40 UTF-16 units is cut to so many and a mark, OpenCode 1.18.33. */
const cutLength = 37;

/** `OC | <title>`; null on its first page, before a session has a title of its own, and where titles are switched off. */
export function shownTitle(pane: string | undefined): ShownTitle | null {
  const text = /^OC \| (.+)$/.exec(line(pane) ?? '')?.[1];
  if (text === undefined) return null;
  const isCut = text.length === cutLength + 1 && text.endsWith('…');
  return isCut ? { text: text.slice(0, cutLength), cut: true } : { text, cut: false };
}

export function isShownAs(title: string | null, { text, cut }: ShownTitle): boolean {
  return title !== null && (cut ? title.startsWith(text) : title === text);
}
