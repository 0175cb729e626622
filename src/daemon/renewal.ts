import { windowOfPane } from '../core/topology.ts';
import type { Origin } from '../protocol/command.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';

const panesMax = 1024;

/**
 * A live sidebar of another build than ours ends, and starts anew as one that ended by itself: after an update it would show
 * yesterday's. Each pane once, because what it is started from may still be another build.
 */
export function renewSidebars(
  store: Store,
  ours: string,
  log: Log,
): (origin: Origin, build: string | undefined) => void {
  const renewed = new Set<string>();
  return ({ server, pane }, build) => {
    if (build === undefined || build === ours || server === undefined || pane === undefined) return;
    const topology = store.state().servers.get(server)?.topology;
    const found = topology && windowOfPane(topology, pane)?.panes.find(({ id }) => id === pane);
    const key = `${server} ${pane}`;
    if (found?.role !== 'live' || renewed.has(key) || renewed.size >= panesMax) return;
    renewed.add(key);
    log(`the sidebar in ${pane} is of another build: it is started anew`);
    try {
      process.kill(found.pid);
    } catch (error) {
      // It ended meanwhile, or is somebody else's.
      log(`${pane}: ${reason(error)}`);
    }
  };
}
