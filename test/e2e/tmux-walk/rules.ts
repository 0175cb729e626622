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
function leavesWork({ windows, links, sessions }: Listing, { words, kills }: Tmux): boolean {
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
