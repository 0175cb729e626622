import { mayRestartIn } from '../core/sidebars.ts';
import { windowOfPane } from '../core/topology.ts';
import type { Origin } from '../protocol/command.ts';
import { type Log, reason } from './log.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

const panesMax = 1024;

/**
 * A live sidebar of another build than ours is started anew in its pane: after an update it would show yesterday's. Each
 * pane once, because what it is started from may still be another build.
 */
export function renewSidebars(
  store: Store,
  servers: Servers,
  ours: string,
  log: Log,
): (origin: Origin, build: string | undefined) => Promise<void> {
  const renewed = new Set<string>();
  return async ({ server, pane }, build) => {
    if (build === undefined || build === ours || server === undefined || pane === undefined) return;
    const topology = store.state().servers.get(server)?.topology;
    const found = topology && windowOfPane(topology, pane)?.panes.find(({ id }) => id === pane);
    const key = `${server} ${pane}`;
    if (topology === undefined || found?.role !== 'live' || renewed.has(key) || renewed.size >= panesMax) return;
    renewed.add(key);
    log(`the sidebar in ${pane} is of another build: it is started anew`);
    try {
      if (mayRestartIn(topology)) await servers.sequence(server, [{ type: 'slot.wake', slot: pane }]);
      else {
        // The slot that takes its place wakes up where somebody looks.
        await servers.act(server, [{ type: 'live.retire', pane }]);
        await servers.wake(server);
      }
    } catch (error) {
      log(`${server}: ${reason(error)}`);
    }
  };
}
