import type { Look } from '../adapter.ts';
import { look, type ScreenRule } from '../screen-rules.ts';

/** The lower edge of the input box, whose place a dialog takes: where it stands below, somebody talks about a dialog. */
const inputBox = /^\s*╹▀{8}/m;

/** The database can only guess that a call waits for permission. OpenCode 1.18.33. */
const rules: readonly ScreenRule[] = [
  {
    since: '1.18.33',
    claim: 'waiting',
    within: 30,
    all: [/^\s*┃ {2}△ Permission required\s*$/, /^\s*┃ {3}Allow once\b/],
    notBelow: inputBox,
    detail: /^\s*┃ {2}\$ (\S.*?)\s*$/,
  },
  // No dialog has its place: whatever it does, it asks nothing.
  { since: '1.18.33', claim: 'present', within: 30, any: [inputBox] },
];

export function screen(lines: readonly string[]): Look | null {
  return look(rules, lines);
}
