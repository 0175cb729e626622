import { findSession } from '../core/find-session.ts';
import type { Target } from '../protocol/target.ts';
import { Problem } from './problem.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

/** The key of the session that a push is for; one that is not known yet is looked up once in tmux. @throws Problem 404 */
export type FindKey = (target: Target) => Promise<string>;

export function keyFinder(store: Store, servers: Servers): FindKey {
  return async ({ session, pane }) => {
    const ref = session ?? pane ?? '';
    const known = findSession(store.state(), ref);
    if (known.ok) return known.key;
    await servers.wakeAll();
    const found = findSession(store.state(), ref);
    if (found.ok) return found.key;
    throw new Problem(404, 'Not Found', found.reason);
  };
}
