/** Characters of one pattern. */
export const globCharactersMax = 100;
export const globsMax = 64;

/**
 * Whether a name is among those that are meant: it matches one of the patterns, if there are any that don't begin with `!`,
 * and none of those that do. In a pattern `*` is any text and `?` any one character.
 */
export function passesGlobs(patterns: readonly string[], name: string): boolean {
  const without = patterns.filter((pattern) => pattern.startsWith('!'));
  if (without.some((pattern) => matchesGlob(pattern.slice(1), name))) return false;
  return without.length === patterns.length || patterns.some((pattern) => matchesGlob(pattern, name));
}

/** Of all the stars only the last one is ever tried again, so this takes at most `pattern × name` steps. */
export function matchesGlob(pattern: string, name: string): boolean {
  const [wanted, given] = [Array.from(pattern), Array.from(name)];
  let at = 0;
  let star = -1;
  let from = 0;
  for (let index = 0; index < given.length; ) {
    if (wanted[at] === '*') {
      star = at;
      from = index;
      at += 1;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      from += 1;
      index = from;
      at = star + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === '*');
}
