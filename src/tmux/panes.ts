import type { PaneFacts } from '../core/state.ts';
import { paneOption } from './names.ts';
import type { Argv } from './quote.ts';
import { fields } from './topology.ts';

/**
 * The program in the foreground of each work pane of these windows, and its directory; for both tmux asks the kernel. Each
 * record begins with `nonce` and ends in one free text, because a program may give itself any name.
 */
export function panesCommand(nonce: string, windows: readonly string[]): Argv {
  const records = `${nonce} dir #{pane_id} #{pane_current_path}${nonce} command #{pane_id} #{pane_current_command}`;
  const wanted = `#{m:* #{window_id} *, ${windows.join(' ')} }`;
  return ['list-sessions', '-F', `#{W:#{?${wanted},#{P:#{?#{${paneOption}},,${records}}},}}`];
}

/** By pane id. The texts are as they came. */
export function parsePanesSeen(lines: readonly string[], nonce: string): Map<string, PaneFacts> {
  const seen = new Map<string, PaneFacts>();
  for (const record of lines.join('\n').split(`${nonce} `).slice(1)) {
    const [kind = '', pane = '', text = ''] = fields(record, 3);
    if (kind !== 'dir' && kind !== 'command') continue;
    const value = text.replace(/\n$/, '');
    seen.set(pane, { ...(seen.get(pane) ?? { command: null, dir: null }), [kind]: value === '' ? null : value });
  }
  return seen;
}
