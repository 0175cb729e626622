const charactersMax = 64;

/** The one of `names` that `given` was probably meant to be: a third of its letters may be wrong. Null when none is near. */
export function nearest(given: string, names: readonly string[]): string | null {
  const wanted = given.slice(0, charactersMax).toLowerCase();
  const wrongMax = Math.max(1, Math.floor(wanted.length / 3));
  let best: { name: string; wrong: number } | null = null;
  for (const name of names) {
    const wrong = distance(wanted, name.slice(0, charactersMax).toLowerCase());
    if (wrong <= wrongMax && wrong < (best?.wrong ?? Number.POSITIVE_INFINITY)) best = { name, wrong };
  }
  return best?.name ?? null;
}

/** Letters to add, remove or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above[[...b].length] ?? 0;
}
