/** A line that somebody types; what is longer is none of our commands. */
export const typedCharactersMax = 1000;

/** Feeds on text as it comes and gives the lines that are complete; of one that is too long only its beginning. */
export function createLines(): (text: string) => string[] {
  let pending = '';
  return (text) => {
    const lines = (pending + text).split(/\r?\n/).map((line) => line.slice(0, typedCharactersMax));
    pending = lines.pop() ?? '';
    return lines;
  };
}
