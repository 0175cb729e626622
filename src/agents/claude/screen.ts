import type { Look } from '../adapter.ts';
import { look, type ScreenRule } from '../screen-rules.ts';

const border = /^─{8,}/;
/** A dialog takes the place of the input box: where both of the box's borders stand below, somebody talks about a dialog. */
const inputBox = /─{8}[^─]*─{8}/;
/** In the line below the input box, beside other hints. */
const interruptible = /(?:^|·|\s)\s*esc to interrupt\s*(?:·|\s{2}|$)/;

/** What Claude Code draws. The first rule that fits wins. */
const rules: readonly ScreenRule[] = [
  {
    since: '2.1.197',
    claim: 'waiting',
    within: 20,
    all: [/^ Do you want to .*\?\s*$/, /^ (?:❯| ) 1\. \S/, /^ Esc to cancel\b/],
    notBelow: inputBox,
    detail: /^ (Do you want to .*\?)\s*$/,
  },
  {
    since: '2.1.197',
    claim: 'waiting',
    within: 40,
    all: [border, /^\s*(?:❯ )?1\. \S/, /^ ?Enter to select · .*Esc to cancel\s*$/],
    notBelow: inputBox,
  },
  // Trust this folder, use this API key: before it has a session.
  {
    since: '2.1.197',
    claim: 'waiting',
    within: 30,
    all: [/^\s*❯ (?:\d\. )?\S/, /^ ?Enter to confirm\b/],
    notBelow: inputBox,
    detail: /((?:Is this a project you created or one you trust|Do you want to use this API key)\?)/,
  },
  {
    since: '2.1.197',
    claim: 'running',
    within: 16,
    all: [/[Rr]etrying in \d+s · attempt \d+\/\d+\s*$/, border, border, interruptible],
    detail: /[Rr]etrying in \d+s · (attempt \d+\/\d+)\s*$/,
  },
  { since: '2.1.197', claim: 'running', within: 8, all: [border, interruptible] },
  { since: '2.1.197', claim: 'idle', within: 12, all: [border, /^❯/, border], notBelow: interruptible },
];

export function screen(lines: readonly string[]): Look | null {
  return look(rules, lines);
}

/** Until 2.1.197 a braille spinner stands before the title of a busy one; later titles are the same in all states. */
export function title(text: string): Look | null {
  return /^[\u2801-\u28ff] /.test(text) ? { claim: 'running' } : null;
}
