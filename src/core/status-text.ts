import { stateGlyphs } from '../protocol/glyphs.ts';
import type { Thread, ThreadState } from '../protocol/state.ts';
import { type State, sessionKey } from './state.ts';
import { threads } from './view.ts';

const states: readonly ThreadState[] = ['waiting', 'error', 'interrupted', 'running', 'done'];
const countMax = 99;

/**
 * What a tmux server's agents are up to, for its status line: `◉2 ⠹1 ✓3`, empty when there is nothing to say. Questions count
 * as waiting; what has ended counts until somebody has looked.
 */
export function statusText(state: State, server: string): string {
  const sessions = state.servers.get(server)?.topology.sessions ?? [];
  const all = sessions.flatMap(({ id }) => threads(state, sessionKey(server, id))).filter(counts);
  const asked = state.asks.filter((ask) => ask.server === server).length;
  return states
    .map((one) => ({
      one,
      count: all.filter((thread) => thread.state === one).length + (one === 'waiting' ? asked : 0),
    }))
    .filter(({ count }) => count > 0)
    .map(({ one, count }) => `${stateGlyphs[one]}${Math.min(count, countMax)}`)
    .join(' ');
}

function counts({ state, unseen }: Thread): boolean {
  return state === 'waiting' || state === 'running' || unseen;
}
