import type { Mark, Terminal } from './terminal.ts';
import type { World } from './world.ts';

/** What a terminal was painted on its way to another window. */
export interface Switched {
  /** `performance.now()` at the read of the first redraw that shows the target; null when none does. */
  targetAtMs: number | null;
  redraws: number;
  /** Those that painted more than the columns of a sidebar. */
  workRedraws: number;
  /** Of these, all but one that shows the whole target: what is half painted, somewhere else, or painted again. */
  wrong: number;
  /** The first redraw shows the target, and the sidebar beside it. */
  sidebarFirst: boolean;
}

/** @param texts what stands in the target and in the sidebar; to be asked after `settled` */
export function switched(terminal: Terminal, mark: Mark, texts: { target: string; sidebar: string }): Switched {
  const redraws = terminal.redraws(mark);
  const work = terminal.redraws(mark, terminal.workArea());
  const right = work.find((frame) => frame.draws(texts.target) > 0);
  return {
    targetAtMs: right?.atMs ?? null,
    redraws: redraws.length,
    workRedraws: work.length,
    wrong: work.length - (right === undefined ? 0 : 1),
    sidebarFirst: [texts.target, texts.sidebar].every((text) => (redraws[0]?.draws(text) ?? 0) > 0),
  };
}

const hook = 'client-session-changed[90500]';
const option = '@switches-seen';

/**
 * Names of the sessions that clients were switched to while something ran, in order. tmux itself writes them down: no process
 * is started.
 *
 * @param run may ask what was seen so far
 */
export async function switchesDuring(
  world: World,
  run: (seen: () => Promise<string[]>) => Promise<unknown>,
): Promise<string[]> {
  await world.tmux('set-option', '-g', option, '');
  await world.tmux('set-hook', '-g', hook, `set-option -gaF ${option} ' #{session_name}'`);
  const seen = async () => {
    const names = await world.tmux('show-options', '-gv', option);
    return names.split(' ').filter((name) => name !== '');
  };
  await run(seen);
  await world.tmux('set-hook', '-gu', hook);
  return seen();
}
