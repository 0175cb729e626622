import * as z from 'zod/mini';
import { clean, cut } from './text.ts';

/** A text that becomes one harmless line of at most `graphemesMax` user-perceived characters. */
export function line(graphemesMax: number) {
  return z.pipe(
    z.string(),
    z.transform((text: string) => {
      const kept = cut(clean(text), graphemesMax);
      return kept.length < text.length ? copied(kept) : kept;
    }),
  );
}

/** A part of a text keeps the whole of it in memory, in V8 at least: a message of ten letters cut out of 64 kB would weigh 64 kB. */
function copied(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

/** The same, but one that must say something. */
export function filledLine(graphemesMax: number) {
  return line(graphemesMax).check(z.minLength(1, 'must not be empty'));
}

/** The same, where an empty text counts as none. */
export function emptyAsMissing(graphemesMax: number) {
  return z.pipe(
    line(graphemesMax),
    z.transform((text: string) => (text === '' ? undefined : text)),
  );
}
