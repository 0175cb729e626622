import * as z from 'zod/mini';

export const rowLinesMax = 6;
export const rowLineCharactersMax = 200;

/** What a row can show, and how the reference explains it. */
export const rowFields = {
  index:
    'the number that switches to it; only at the beginning of the first line, and the other lines are indented by it',
  name: 'its name',
  state: 'the sign of its most urgent thread, always in the same cell; blank when there is nothing to say',
  since: 'how long that thread has run or waited, or `●`: how it ended is news',
  work: '`+2` subagents and `&1` shells in the background, of all its threads',
  question: 'the oldest question that waits for an answer',
  agent: 'which agent its most urgent thread is of',
  thread: 'what that thread is called',
  branch: 'the branch, or `@` and the commit',
  operation: '`rebase`, `merge`, … while it is in progress',
  dirty: '`±` when something is not committed',
  aheadBehind: '`↑2 ↓1` commits',
  worktree: '`↟` and the main repository, in a linked worktree',
  ports: 'where its processes listen',
  dir: 'its directory',
  window: 'the name of its current window',
  status: 'what was pushed as status and progress',
} as const;
export type RowField = keyof typeof rowFields;

/** Text, or a field. Those that we do not know come from a newer daemon, and say nothing. */
const RowPart = z.union([z.object({ text: z.string() }), z.object({ field: z.string() })]);
export type RowPart = z.infer<typeof RowPart>;

/** What stands between blanks: drawn as a whole, or not at all. `gap` are the blanks before it. */
const RowWord = z.object({ gap: z.number(), parts: z.array(RowPart) });
export type RowWord = z.infer<typeof RowWord>;

/** One line of a session's row; `right` stands at its right end. */
const RowLine = z.object({ left: z.array(RowWord), right: z.array(RowWord) });
export type RowLine = z.infer<typeof RowLine>;

/** The lines of a session's row. `numbered`: its index stands before them. */
export const RowTemplate = z.object({ numbered: z.boolean(), lines: z.array(RowLine) });
export type RowTemplate = z.infer<typeof RowTemplate>;

export const rowsDefault = [
  '{index} {name} {>} {work} {state} {since}',
  '{question}',
  '{branch} {operation} {dirty} {aheadBehind}  {worktree} {>} {ports}',
  '{status}',
] as const;

const indexStart = /^\{index\}(?: |$)/;
const rightMark = '{>}';

/** What is wrong with a line, for a person; null when nothing is. `isFirst` may have the index. */
export function rowLineFault(line: string, isFirst: boolean): string | null {
  const text = isFirst ? line.replace(indexStart, '') : line;
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const unknown = names.find((name) => name !== '>' && (name === 'index' || !Object.hasOwn(rowFields, name)));
  if (unknown === 'index') return '{index} can only begin the first line, before a blank';
  if (unknown !== undefined) return `nothing is called {${unknown}}; there is ${Object.keys(rowFields).join(', ')}`;
  if (names.filter((name) => name === '>').length > 1) return '{>} may stand there once';
  if (names.includes('>') && !text.split(/ +/).includes(rightMark)) return '{>} must stand between blanks';
  return /[{}]/.test(text.replace(/\{[^{}]*\}/g, '')) ? 'a brace has no other' : null;
}

/** The lines as they are drawn. Each must be one without `rowLineFault`. */
export function rowTemplate(lines: readonly string[]): RowTemplate {
  const [first = '', ...others] = lines;
  return {
    numbered: indexStart.test(first),
    lines: [first.replace(indexStart, ''), ...others].map((line) => {
      const words = wordsOf(line);
      const at = words.findIndex(({ parts: [part] }) => part !== undefined && 'field' in part && part.field === '>');
      return at < 0 ? { left: words, right: [] } : { left: words.slice(0, at), right: words.slice(at + 1) };
    }),
  };
}

function wordsOf(line: string): RowWord[] {
  return [...line.matchAll(/( *)([^ ]+)/g)].map(([, blanks = '', word = '']) => ({
    gap: blanks.length,
    parts: [...word.matchAll(/\{([^{}]*)\}|([^{}]+)/g)].map(([, field, text = '']) =>
      field === undefined ? { text } : { field },
    ),
  }));
}
