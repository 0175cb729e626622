const editsMax = 2;
const charactersMax = 40;

/** The name that is at most two edits away from what was typed, the nearest first; undefined when there is none. */
export function nearestOf(typed: string, names: readonly string[]): string | undefined {
  if (typed.length > charactersMax) return undefined;
  const scored = names.map((name) => ({ name, edits: edits(typed, name) }));
  return scored.filter((one) => one.edits <= editsMax).toSorted((a, b) => a.edits - b.edits)[0]?.name;
}

/** Levenshtein distance. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, character] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const swap = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1);
      next.push(Math.min(swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? Number.POSITIVE_INFINITY;
}
