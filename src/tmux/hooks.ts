import { bellChannel, dragVariable, hookIndex, paneOption, resizedVariable, stashSession } from './names.ts';
import type { Argv } from './quote.ts';

export interface HookInput {
  /** The one live pane that trades places inside tmux; null when there is none, or when it would be a guess. */
  live: string | null;
  width: number;
  position: 'left' | 'right';
  /** `window-resized` exists (tmux ≥ 3.3). */
  windowResized: boolean;
}

const ring = `wait-for -S ${bellChannel}`;

/** The stash must not keep a tmux server alive whose last session closed. `#{S:…}` is what is left beside it. */
const closeStash = `if-shell -F "#{S:#{?#{==:#{session_name},${stashSession}},,1}}" '' 'kill-session -t =${stashSession}'`;

/** Each window once, so it cannot grow while nobody looks. */
const noteResize = `set-environment -gFh ${resizedVariable} "#{${resizedVariable}}#{?#{m:*#{window_id}|*,#{${resizedVariable}}},,#{window_id}|}"`;

/** Events after which we look again. What a window or session does elsewhere (split, kill, rename …) ends in one of these. */
const bells = [
  'session-created',
  'session-renamed',
  'window-linked',
  'window-unlinked',
  'window-renamed',
  'window-pane-changed',
  // A sidebar that crashed: its pane stays.
  'pane-died',
  'client-attached',
  'client-detached',
  'client-resized',
] as const;

/**
 * Our hooks: name to the command that tmux runs. Pure; the conditions are tested as a table on a real tmux. All of it
 * happens in the turn of tmux's loop in which the event happens, before any client is drawn, whether or not we run.
 */
export function hooks({ live, width, position, windowResized }: HookInput): Map<string, string> {
  // A drag that ended outside of the border told nobody.
  const endDrag = `set-environment -gu ${dragVariable}`;
  const swap = live === null ? `${endDrag} ; ${ring}` : `${swapInto(live, position)} ; ${endDrag} ; ${ring}`;
  const repair = `${repairWidth(width, position)} ; ${ring}`;
  return new Map<string, string>([
    ...bells.map((name) => [name, ring] as const),
    ['session-closed', `${closeStash} ; ${ring}`],
    ['session-window-changed', swap],
    ['client-session-changed', swap],
    ['window-layout-changed', repair],
    ...(windowResized ? [['window-resized', `${noteResize} ; ${repair}`] as const] : []),
  ]);
}

/** The commands that put them in, at our index and no other. */
export function installHooks(wanted: ReadonlyMap<string, string>): Argv[] {
  return [...wanted].map(([name, command]) => ['set-hook', '-g', `${name}[${hookIndex}]`, command]);
}

/**
 * The live pane takes the place of the new window's slot when somebody looks at the session (a background select-window
 * must not steal it) and it is not the stash (where control clients and wanderers arrive), the window is not zoomed (`{left}`
 * would be the zoomed work pane), the outermost pane is a full column of ours, and nobody looks at the window that the live
 * pane leaves (a second terminal has just attached then). A flag is compared with 1 because `#{!x}` is younger than 3.2.
 */
function swapInto(live: string, position: 'left' | 'right'): string {
  const somebodyLooks = `#{&&:#{session_attached},#{!=:#{session_name},${stashSession}}}`;
  const notZoomed = '#{!=:#{window_zoomed_flag},1}';
  const column = `#{&&:#{pane_at_${position}},#{&&:#{pane_at_top},#{pane_at_bottom}}}`;
  const outermostIsOurs = `#{P:#{?#{&&:#{${paneOption}},${column}},1,}}`;
  const swap = `if-shell -F -t ${live} "#{==:#{window_active_clients},0}" "swap-pane -dZ -s ${live} -t ':.{${position}}'"`;
  return `if-shell -F "#{&&:${somebodyLooks},#{&&:${notZoomed},${outermostIsOurs}}}" { ${swap} }`;
}

/** Our pane, a full column, gets its width back when a layout or a resize took it away, but not from under the mouse. */
function repairWidth(width: number, position: 'left' | 'right'): string {
  const isColumn = `#{&&:#{pane_at_${position}},#{&&:#{&&:#{pane_at_top},#{pane_at_bottom}},#{!=:#{pane_width},#{window_width}}}}`;
  const isOurs = `#{&&:#{${paneOption}},#{&&:#{!=:#{pane_width},${width}},#{!=:#{window_zoomed_flag},1}}}`;
  return `if-shell -F "#{&&:#{!=:#{${dragVariable}},1},#{P:#{?#{&&:${isOurs},${isColumn}},1,}}}" "resize-pane -t ':.{${position}}' -x ${width}"`;
}
