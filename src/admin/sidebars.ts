import { paneOption, stashSession } from '../tmux/names.ts';
import type { Check } from './check.ts';

/** Lists panes, a line each: what marks it as ours, the number of its process, its session. */
export const sidebarsQuestion = ['list-panes', '-a', '-F', `#{${paneOption}} #{pane_pid} #{session_name}`] as const;

/** The sidebars that stand in windows, by the answer to `sidebarsQuestion`. */
export function checkSidebars(listed: string): Check {
  const name = 'sidebar';
  const ours = listed
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([mark, , ...session]) => mark !== '' && session.join(' ') !== stashSession);
  const live = ours.filter(([mark]) => mark === 'live');
  const dead = live.filter(([, pid]) => pid === '0');
  if (dead.length > 0) {
    const says = `${dead.length} of ${live.length} have no process any more`;
    return { name, state: 'warn', says, advice: 'opensessions toggle, twice: it is started anew' };
  }
  if (ours.length === 0) return { name, state: 'ok', says: 'closed; prefix o, s or opensessions focus opens it' };
  if (live.length > 0) return { name, state: 'ok', says: `open in ${ours.length} windows, ${live.length} running` };
  const advice = 'opensessions focus, in a terminal on this tmux server';
  return { name, state: 'warn', says: `${ours.length} empty places and none that runs`, advice };
}
