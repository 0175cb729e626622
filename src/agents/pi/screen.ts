import type { Look } from '../adapter.ts';
import { look, type ScreenRule } from '../screen-rules.ts';

/** A dialog takes the place of the input box: where both of the box's borders stand below, somebody talks about a dialog. */
const inputBox = /─{8}[^─]+─{8}/;

/** Of Pi 0.73.1 (`extension-selector.js`, `extension-input.js`, `interactive-mode.js`). 0.87.1 draws the spinner into the input box's upper border. */
const rules: readonly ScreenRule[] = [
  {
    since: '0.73.1',
    claim: 'waiting',
    within: 30,
    all: [/^─{8,}\s*$/, /^ → \S/, /^ ↑↓ navigate {2}\S+ select {2}\S+ cancel\s*$/],
    notBelow: inputBox,
  },
  {
    since: '0.73.1',
    claim: 'waiting',
    within: 14,
    all: [/^─{8,}\s*$/, /^> /, /^ \S+ submit {2}\S+ cancel\s*$/],
    notBelow: inputBox,
  },
  {
    since: '0.73.1',
    claim: 'running',
    within: 30,
    all: [/^(?:──)? [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Retrying \(\d+\/\d+\) in \d+s\.\.\. \(/, /^─{8,}\s*$/],
    detail: /^(?:──)? \S (Retrying \(\d+\/\d+\))/,
  },
  { since: '0.73.1', claim: 'running', within: 30, all: [/^(?:──)? [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] \S/, /^─{8,}\s*$/] },
  {
    since: '0.73.1',
    claim: 'error',
    within: 8,
    all: [/^ Error: Retry failed after \d+ attempts: /, /^─{8,}\s*$/],
    detail: /^ Error: (Retry failed after \d+ attempts: .*)$/,
  },
  // The footer ends in how full the context is, and the model.
  {
    since: '0.73.1',
    claim: 'idle',
    within: 12,
    all: [/^─{8,}\s*$/, /^─{8,}\s*$/, /\d%\/[\d.]+[kM](?: \(auto\))?(?: |$)/],
  },
];

export function screen(lines: readonly string[]): Look | null {
  return look(rules, lines);
}
