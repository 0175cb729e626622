import type { State } from '../core/state.ts';
import { statusText } from '../core/status-text.ts';
import { drawnWith } from '../protocol/glyphs.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

/** tmux redraws all its clients for each of them. */
const writesApartMillis = 1000;

interface Written {
  /** Null: the option is not there. */
  text: string | null;
  /** Nothing is written yet. */
  resting: boolean;
}

/** Keeps what status lines show of us, in the tmux servers whose status line names it; elsewhere nothing is written. */
export function keepStatusLines(store: Store, servers: Pick<Servers, 'act'>): { close(): void } {
  const lines = new Map<string, Written>();
  let closed = false;

  function keep(state: State): void {
    if (closed) return;
    for (const server of lines.keys()) if (!state.servers.has(server)) lines.delete(server);
    for (const [server, { topology }] of state.servers) {
      const { text, resting } = lines.get(server) ?? { text: null, resting: false };
      if (resting) continue;
      const wanted =
        topology.options.status === true ? drawnWith(state.settings.glyphs)(statusText(state, server)) : null;
      if (wanted !== text) write(server, wanted);
    }
  }

  function write(server: string, text: string | null): void {
    const line = { text, resting: true };
    lines.set(server, line);
    void servers.act(server, [{ type: 'status.set', text }]);
    setTimeout(() => {
      line.resting = false;
      keep(store.state());
    }, writesApartMillis).unref();
  }

  store.onChange(keep);
  return {
    close() {
      closed = true;
    },
  };
}
