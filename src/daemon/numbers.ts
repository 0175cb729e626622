import { mayRenumber, numbered } from '../core/numbered.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

interface Written {
  /** Ids of sessions by their number, from 1. */
  sessions: readonly (string | null)[];
  /** tmux has not answered yet. */
  busy: boolean;
}

/** Tells each tmux server which session has which number, so that its key goes there without asking us. */
export function keepNumbers(store: Store, servers: Pick<Servers, 'act'>): { close(): void } {
  const known = new Map<string, Written>();
  let closed = false;

  async function keep(server: string): Promise<void> {
    const written = known.get(server);
    if (closed || written?.busy === true) return;
    const sessions = numbered(store.state(), server);
    // Of one that is new to us anything may be written there.
    const changed = sessions.flatMap((session, index) =>
      written !== undefined && written.sessions[index] === session
        ? []
        : [{ type: 'number.set', number: index + 1, session } as const],
    );
    if (changed.length === 0) return;
    const next = { sessions, busy: true };
    known.set(server, next);
    await servers.act(server, changed);
    next.busy = false;
    if (store.state().servers.has(server)) await keep(server);
  }

  store.onChange((after, before) => {
    if (!mayRenumber(before, after)) return;
    for (const server of known.keys()) if (!after.servers.has(server)) known.delete(server);
    for (const server of after.servers.keys()) void keep(server);
  });
  return {
    close() {
      closed = true;
    },
  };
}
