import { mayRenumber, numbered } from '../core/numbered.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

/** Tells each tmux server which session has which number, so that its key goes there without asking us. */
export function keepNumbers(store: Store, servers: Pick<Servers, 'get'>): void {
  store.onChange((after, before) => {
    if (!mayRenumber(before, after)) return;
    for (const server of after.servers.keys()) {
      // A line that ended is told by `ended`; the next one says all of them.
      servers
        .get(server)
        ?.setNumbers(numbered(after, server))
        .catch(() => undefined);
    }
  });
}
