import type { Adapter, PidClaim } from '../agents/adapter.ts';
import type { AgentProcess } from '../core/evidence.ts';
import { paneOfProcess } from '../core/pane-of-process.ts';
import { same } from '../core/same.ts';
import { foregroundMillis, openForegrounds } from '../host/foreground.ts';
import { goneProcesses, isRunning, listProcesses, type ProcessEntry, processDetails } from '../host/process-table.ts';
import { coalesced } from './coalesced.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type Log, reason } from './log.ts';
import type { Store } from './store.ts';
import { workPanes } from './work-panes.ts';

/** Times of echoes are counted in so many. */
const tickMillis = 500;
/** Jobs at the front are looked at when tmux stirs; else so often, for those that come there in silence. */
const restMillis = 4000;
const scanMillis = 30_000;
/**
 * So much later the table is read again after something new came to the front of a pane: a launcher becomes the agent or
 * starts it a moment later (Codex 0.169 is a grandchild; Pi 0.73 calls itself `node` for up to 3 s).
 */
const echoesMillis = [500, 1500, 3500, 8000];
/** A process this young that looks like its parent is a fork that has not become what it will be. */
const forkMillisMax = 1000;
const processesMax = 500;
const claimsMax = 1000;
/** The start of a process is known to a hundredth of a second after a boot that is known to a second. */
const startSlackMillis = 1000;
/** What an agent's name may hide behind. Node ≥ 24 calls itself `MainThread`; a file may be named by its version alone. */
const interpreter = /^(?:node(?:js)?|MainThread|bun|deno|python[\d.]*|Python|ruby|\d+\.\d+\.\d+\S*)$/;

/** The processes of agents on this machine, found again at every sign of a change. */
export interface AgentProcesses {
  /** These are the agent's, if they live, began before they are said to have lived, and are this user's. */
  claim(agent: string, claims: readonly PidClaim[]): void;
  close(): void;
}

export interface AgentProcessesOptions {
  store: Store;
  adapters: readonly Adapter[];
  /** All that live, whenever they have changed. */
  onListed: (processes: readonly AgentProcess[]) => void;
  /** Another job came to the front of a pane. */
  onJobs?: () => void;
  heartbeat: Heartbeat;
  log: Log;
}

/**
 * The table is read when panes come or go, when another job comes to the front of a pane, when a process is claimed that
 * is not known, and every 30 s; only while there are panes. Whether known ones live is looked at with each
 * beat, which is every 500 ms while one of them works.
 */
export function followAgentProcesses({
  store,
  adapters,
  onListed,
  onJobs,
  heartbeat,
  log,
}: AgentProcessesOptions): AgentProcesses {
  const foregrounds = openForegrounds();
  /** Pid to the agent that claimed it, and until when it is known to have lived, in epoch milliseconds. */
  const claims = new Map<number, { agent: string; at: number }>();
  /** In ticks of `performance.now()`. */
  const echoes = new Set<number>();
  let known: readonly AgentProcess[] = [];
  let panes = workPanes(store.state());
  let fronts: ReadonlyMap<number, string> = new Map();
  let frontsAt = Number.NEGATIVE_INFINITY;
  let scannedAt = Number.NEGATIVE_INFINITY;
  let complaint = '';
  let ticking = false;
  let closed = false;
  const look = coalesced(scan, (_, error) => complain(error));

  async function scan(): Promise<void> {
    const now = performance.now();
    scannedAt = now;
    for (const tick of echoes) if (tick * tickMillis <= now) echoes.delete(tick);
    if (panes.length === 0 || closed) return;
    const entries = await listProcesses(wantsArgv);
    const table = new Map(entries.map((entry) => [entry.pid, entry]));
    for (const pid of claims.keys()) if (!table.has(pid)) claims.delete(pid);
    const found = entries.filter((entry) => agentOf(entry) !== undefined && !isFork(entry, table));
    const variables = new Set(adapters.flatMap((adapter) => adapter.variables));
    const details = await processDetails(found.slice(0, processesMax), [...variables]);
    publish(
      found.flatMap((entry): AgentProcess[] => {
        const [agent, detail] = [agentOf(entry), details.get(entry.pid)];
        if (agent === undefined || detail === undefined) return [];
        const { pid, start, argv } = entry;
        const asked = adapters.find((adapter) => adapter.agent === agent)?.variables ?? [];
        const env = Object.fromEntries(Object.entries(detail.env).filter(([name]) => asked.includes(name)));
        // Two looks differ by milliseconds in when it started: the first one holds.
        const before = known.find((one) => one.pid === pid && one.start === start);
        const startedAt = before?.startedAt ?? entry.startedAt;
        const place = paneOfProcess(pid, table, panes);
        const isServer = adapters.some((adapter) => adapter.agent === agent && adapter.matches(entry) === 'server');
        const server = isServer ? { server: true } : {};
        return [{ agent, pid, start, startedAt, cwd: detail.cwd, argv, env, place, ...server }];
      }),
    );
    complaint = '';
  }

  function wantsArgv(comm: string): boolean {
    return interpreter.test(comm) || adapters.some((adapter) => adapter.matches({ comm, argv: [comm] }));
  }

  function agentOf({ pid, startedAt, comm, argv }: ProcessEntry): string | undefined {
    const claim = claims.get(pid);
    const claimed = claim !== undefined && startedAt <= claim.at + startSlackMillis ? claim.agent : undefined;
    return adapters.find((adapter) => adapter.matches({ comm, argv }))?.agent ?? claimed;
  }

  function isFork(entry: ProcessEntry, table: ReadonlyMap<number, ProcessEntry>): boolean {
    const parent = table.get(entry.ppid);
    const isYoung = Date.now() - entry.startedAt < forkMillisMax;
    if (!isYoung || parent?.comm !== entry.comm || !same(parent.argv, entry.argv)) return false;
    lookIn([forkMillisMax]);
    return true;
  }

  function publish(processes: readonly AgentProcess[]): void {
    if (closed || same(known, processes)) return;
    known = processes;
    onListed(processes);
  }

  function lookIn(millis: readonly number[]): void {
    for (const after of millis) echoes.add(Math.ceil((performance.now() + after) / tickMillis));
    heartbeat.hurry();
  }

  async function tick(stirred: boolean): Promise<void> {
    const gone = goneProcesses(known);
    for (const { pid } of gone) claims.delete(pid);
    if (gone.length > 0) publish(known.filter((one) => !gone.includes(one)));
    if (panes.length === 0) return;
    const now = performance.now();
    if (now - frontsAt > (stirred ? foregroundMillis : restMillis) - tickMillis / 2) {
      frontsAt = now;
      const seen = await foregrounds.look(panes.map(({ pid }) => pid));
      if (!same(seen, fronts)) {
        fronts = seen;
        lookIn([0, ...echoesMillis]);
        onJobs?.();
      }
    }
    if (now - scannedAt >= scanMillis || [...echoes].some((at) => at * tickMillis <= now + tickMillis)) void look('');
  }

  /** What was known stays known when a look fails. */
  function complain(error: unknown): void {
    if (reason(error) !== complaint) log(`cannot look at processes: ${reason(error)}`);
    complaint = reason(error);
  }

  async function lookAround(stirred: boolean): Promise<void> {
    if (ticking) return;
    ticking = true;
    try {
      await tick(stirred);
      complaint = '';
    } catch (error) {
      complain(error);
    }
    ticking = false;
    if (closed) foregrounds.close();
  }

  function isBusy(): boolean {
    return store.state().agents.rows.some(({ thread: { state } }) => state === 'running' || state === 'waiting');
  }

  const membership = heartbeat.join(0, (stirred) => {
    void lookAround(stirred);
    return isBusy() || echoes.size > 0;
  });

  store.onChange((state, before) => {
    if (closed) return;
    if (state.agents.rows !== before.agents.rows && isBusy()) heartbeat.hurry();
    if (state.servers === before.servers) return;
    const now = workPanes(state);
    if (same(now, panes)) return;
    panes = now;
    void look('');
    lookIn(echoesMillis);
  });

  return {
    claim(agent, all) {
      const strangers = all.filter(({ pid }) => !known.some((one) => one.pid === pid) && isRunning(pid));
      const news = strangers.filter(({ pid, at }) => at > (claims.get(pid)?.at ?? Number.NEGATIVE_INFINITY));
      for (const { pid, at } of news.slice(0, claimsMax)) {
        if (claims.size < claimsMax || claims.has(pid)) claims.set(pid, { agent, at });
      }
      if (news.length > 0) void look('');
    },
    close() {
      closed = true;
      membership.leave();
      foregrounds.close();
    },
  };
}
