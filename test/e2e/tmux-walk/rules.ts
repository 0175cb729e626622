import { type Listing, livePanes, windowOf } from './listing.ts';
import { type Move, type Ref, resolve } from './move.ts';

const terminalsMax = 4;
/** More of them in a short time, and the product says that its sidebar is broken. */
const crashesMax = 3;

type Tmux = Extract<Move, { type: 'tmux' }>;

/** Whether a step can be made: what it names is there, and somebody's work is left. */
export function can(now: Listing, move: Move, crashes: number): boolean {
  switch (move.type) {
    case 'tmux':
      return (
        move.words.every((word) => typeof word === 'string' || resolve(now, word) !== null) && leavesWork(now, move)
      );
    case 'attach':
      return now.clients.length < terminalsMax;
    case 'hang-up':
    case 'resize':
    case 'toggle':
      return resolve(now, move.client) !== null;
    case 'kill-process':
      return move.what === 'daemon' || (crashes < crashesMax && livePanes(now).length > 0);
    default:
      return move satisfies never;
  }
}

/** The tmux server ends with its last session, and the walk with it. */
function leavesWork(now: Listing, { words, kills }: Tmux): boolean {
  const { windows, links, sessions } = now;
  if (words[0] === 'link-window') return !linksTwice(now, words);
  // Without a target, and from outside, it may go to the stash; this ends with the last session.
  if (words[0] === 'break-pane' && !words.includes('-t')) return sessions.length > 1;
  if (!kills || words.includes('-a')) return true;
  const working = [...windows.values()].filter(({ panes }) => panes.some(({ mark }) => mark === ''));
  if (words[0] === 'kill-session') {
    const withWork = sessions.filter(({ id }) =>
      links.some(({ session, window }) => session === id && working.some((one) => one.id === window)),
    );
    return withWork.length > 1;
  }
  return working.length > 1;
}

/**
 * It brings a window into a session a second time. When the session then ends with that window, tmux 3.3a crashes as soon as
 * a control client is attached, ours or another's (`control_notify_session_window_changed` without a current window).
 */
function linksTwice(now: Listing, words: Tmux['words']): boolean {
  const [source, target] = words.flatMap((word) => (typeof word === 'string' ? [] : [resolve(now, word)?.id ?? '']));
  const window = now.links.find(({ session, index }) => `${session}:${index}` === source)?.window;
  return now.links.some((link) => link.window === window && link.session === target?.split(':')[0]);
}

/** It ends a live pane in a window that goes on: a person has closed the sidebar. */
export function closesSidebar(now: Listing, { words }: Tmux): boolean {
  const target = words.find((word): word is Ref => typeof word !== 'string');
  const pane = target === undefined ? null : resolve(now, target)?.id;
  if (words[0] !== 'kill-pane' || pane == null) return false;
  const lives = livePanes(now);
  if (!words.includes('-a')) return lives.includes(pane);
  return windowOf(now, pane)?.panes.some(({ id }) => id !== pane && lives.includes(id)) === true;
}

/** Names of the clients that a command sends away. */
export function detachedBy(now: Listing, { words }: Tmux): string[] {
  const target = words.find((word): word is Ref => typeof word !== 'string');
  const id = target === undefined ? undefined : resolve(now, target)?.id;
  if (words[0] !== 'detach-client') return [];
  return now.clients.filter(({ name, session }) => name === id || session === id).map(({ name }) => name);
}
