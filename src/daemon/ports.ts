import { type PanePlace, paneOfProcess } from '../core/pane-of-process.ts';
import { same } from '../core/same.ts';
import type { PanePort } from '../core/state.ts';
import { interpreter, openListeners, programName } from '../host/ports.ts';
import { listProcesses } from '../host/process-table.ts';
import { clean, cut } from '../protocol/text.ts';
import { coalesced } from './coalesced.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';
import { workPanes } from './work-panes.ts';

const tickMillis = 10_000;
/** While tmux rests: reading the kernel's tables takes some ms. */
const restMillis = 60_000;
/** After something new came to the front of a pane: a server needs its time until it listens. */
const echoesMillis = process.platform === 'linux' ? [300, 1500, 4000] : [2000];
const programGraphemesMax = 40;

/** Listening ports of the processes in panes. */
export interface Ports {
  /** Looks now, unless the last look is younger than that (default 0); resolves when it is in the state. */
  look(ageMillisMax?: number): Promise<void>;
  /** Something new runs in a pane. */
  jobsChanged(): void;
  close(): void;
}

/**
 * Looks when panes come and go, when another job comes to the front of one, and, while `watched` says that somebody looks,
 * every 10 s when tmux stirs and every minute when it does not.
 */
export function followPorts(store: Store, heartbeat: Heartbeat, log: Log, watched: () => boolean): Ports {
  const listListeners = openListeners();
  const timers = new Set<NodeJS.Timeout>();
  let panes: readonly PanePlace[] = [];
  let scannedAt = Number.NEGATIVE_INFINITY;
  let complaint = '';
  let closed = false;
  const look = coalesced(scan, (_, error) => {
    // What was known stays known; it may fail at each look.
    if (reason(error) !== complaint) log(`cannot look for listening ports: ${reason(error)}`);
    complaint = reason(error);
  });

  async function scan(): Promise<void> {
    if (panes.length === 0 || closed) return;
    scannedAt = performance.now();
    const entries = await listProcesses((comm) => interpreter.test(comm));
    const table = new Map(entries.map((entry) => [entry.pid, entry]));
    const inPanes = entries.flatMap((entry) => {
      const place = paneOfProcess(entry.pid, table, panes);
      return place === null ? [] : [{ ...entry, place }];
    });
    const byPid = new Map(inPanes.map((entry) => [entry.pid, entry]));
    const seen = new Set<string>();
    const ports = (await listListeners(inPanes)).flatMap(({ pid, port }): PanePort[] => {
      const entry = byPid.get(pid);
      if (entry === undefined) return [];
      const { server, pane } = entry.place;
      // IPv4 and IPv6, or several that share it.
      const key = `${server}\n${pane} ${port}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ server, pane, pid, port, program: cut(clean(programName(entry)), programGraphemesMax) }];
    });
    if (!closed) store.dispatch({ type: 'ports.listed', ports });
    complaint = '';
  }

  function lookIn(millis: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void look('');
    }, millis).unref();
    timers.add(timer);
  }

  function jobsChanged(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    if (!closed) echoesMillis.forEach(lookIn);
  }

  store.onChange((state, before) => {
    if (state.servers === before.servers) return;
    const now = workPanes(state);
    if (same(now, panes)) return;
    panes = now;
    void look('');
    jobsChanged();
  });
  const membership = heartbeat.join(tickMillis, (stirred) => {
    if (watched() && (stirred || performance.now() - scannedAt >= restMillis)) void look('');
    return false;
  });

  return {
    async look(ageMillisMax = 0) {
      if (performance.now() - scannedAt >= ageMillisMax) await look('');
    },
    jobsChanged,
    close() {
      closed = true;
      membership.leave();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
