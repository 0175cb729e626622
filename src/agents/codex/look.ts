import type { Look } from '../adapter.ts';
import { look, type ScreenRule } from '../screen-rules.ts';
import { shown } from '../values.ts';

/** The title alternates between the two about once a second. Codex 0.169. */
const actionRequired = /^\[ [!.] \] Action Required(?: \||$)/;
const spinner = /^[\u2801-\u28ff] /u;

/** `[ ! ] Action Required | api` waits, `⠋ api` works, and `api` says nothing: people may turn the title off. */
export function title(text: string): Look | null {
  if (actionRequired.test(text)) return { claim: 'waiting' };
  return spinner.test(text) ? { claim: 'running' } : null;
}

/** The first word in the input box when nothing is typed; while a question stands there, there is no box. */
const inputBox = /^› (?!\d+\. )/m;

/** What Codex draws when it waits or works. While an answer streams in, it draws nothing of the kind. */
const rules: readonly ScreenRule[] = [
  {
    since: '0.169.0',
    claim: 'waiting',
    within: 40,
    all: [/^\s{1,4}Would you like to .+\?$/, /^(?:›| ) +1\. /, /^\s{1,4}Press enter to confirm or esc to cancel$/],
    notBelow: inputBox,
    detail: /^\s{1,4}\$ (.+)$/,
  },
  {
    since: '0.169.0',
    claim: 'waiting',
    within: 40,
    all: [/^\s{1,4}Question \d+\/\d+/],
    notBelow: inputBox,
  },
  { since: '0.169.0', claim: 'running', within: 30, all: [/^• .+ \((?:\d+[hms] ?)+ • esc to interrupt\)/] },
];

/** What the visible lines of its pane say, top line first. */
export function screen(lines: readonly string[]): Look | null {
  const seen = look(rules, lines);
  if (seen?.detail === undefined) return seen;
  const detail = shown(`exec_command: ${seen.detail}`);
  return detail === null ? { claim: seen.claim } : { claim: seen.claim, detail };
}
