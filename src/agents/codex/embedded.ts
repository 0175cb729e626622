import type { AgentProcess, Evidence } from '../../core/evidence.ts';
import type { Context } from '../adapter.ts';
import { type Watch, watchPath } from '../watch.ts';
import { type Held, heldBy } from './descriptors.ts';
import { changedAt, type Files, rolloutDirs } from './files.ts';
import { begunAt } from './join.ts';
import type { Rollout } from './rollout.ts';

/** A process takes its lock 0.3 to 1 s after it starts. The lock's file may have been there before, and then nobody tells. */
const looksMillis = [0, 500, 1500, 4000];
/** A subagent's rollout comes with its lock; a thread that has none by then was begun by a person. */
const rolloutMillis = 300;
const watchesMax = 16;

/** Terminals that run their threads themselves: what they hold open says which. */
export interface Embedded {
  processes(tuis: readonly AgentProcess[]): void;
  /** Pids of those that do. */
  pids(): ReadonlySet<number>;
  /** Thread to rollout. */
  rollouts(): ReadonlyMap<string, string>;
  /** A rollout was read: it may say whose subagent a thread is. */
  evaluate(): void;
  close(): Promise<void>;
}

export function followEmbedded(
  { observe, withdraw, log }: Context,
  agent: string,
  home: string,
  files: Files,
  stamp: () => number,
  rollout: (thread: string) => Rollout | undefined,
  onChange: () => void,
): Embedded {
  let tuis: readonly AgentProcess[] = [];
  let held = new Map<number, Held>();
  const firstSeen = new Map<string, number>();
  const bound = new Map<number, string>();
  const locked = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  const days = new Map<string, Watch>();
  let looking = false;
  let again = false;
  let closed = false;

  const later = (millis: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, millis).unref();
    timers.add(timer);
  };
  const problem = (path: string) => (error: unknown) => log(`cannot watch ${path}: ${String(error)}`);

  async function look(): Promise<void> {
    again = true;
    if (looking) return;
    looking = true;
    while (again && !closed) {
      again = false;
      const found = await Promise.all(tuis.map(async ({ pid }) => [pid, await heldBy(pid)] as const));
      held = new Map(found.filter(([, { locks }]) => locks.size > 0));
      if (!closed) evaluate();
    }
    looking = false;
  }

  function evaluate(): void {
    const now = Date.now();
    const all = new Set([...held.values()].flatMap(({ locks }) => [...locks]));
    for (const id of firstSeen.keys()) if (!all.has(id)) firstSeen.delete(id);
    for (const id of all) if (!firstSeen.has(id)) firstSeen.set(id, now);
    for (const tui of tuis) {
      const locks = held.get(tui.pid)?.locks ?? new Set<string>();
      for (const id of locks) if (locked.get(id) !== tui.pid) say(tui, id, 'present');
      bind(
        tui,
        [...locks].sort((a, b) => openedAt(b) - openedAt(a) || (a < b ? 1 : -1)),
      );
    }
    for (const [id, pid] of locked) {
      if (all.has(id)) continue;
      locked.delete(id);
      if (tuis.some((tui) => tui.pid === pid)) withdraw('registry', `lock:${id}`);
    }
    watchDays();
    onChange();
  }

  function openedAt(id: string): number {
    return changedAt(`${files.opened}/${id}`) ?? begunAt(id) ?? 0;
  }

  /** What was opened last, and not by an agent, is what its person looks at. `ids`: that one first. */
  function bind(tui: AgentProcess, ids: readonly string[]): void {
    const thread = ids.find((id) => !isSubagent(id) && !(ids.length > 1 && isTooEarly(id)));
    if (thread === undefined && bound.delete(tui.pid)) withdraw('registry', `pid:${tui.pid}`);
    if (thread === undefined || bound.get(tui.pid) === thread) return;
    bound.set(tui.pid, thread);
    say(tui, thread, 'idle');
  }

  function isSubagent(id: string): boolean {
    return rollout(id)?.parent != null;
  }

  function isTooEarly(id: string): boolean {
    if (rollout(id) !== undefined) return false;
    const left = (firstSeen.get(id) ?? 0) + rolloutMillis - Date.now();
    if (left > 0) later(left + 1, evaluate);
    return left > 0;
  }

  /** `idle` binds: when it took the thread, no turn ran; what happened since is in the rollout. */
  function say(tui: AgentProcess, thread: string, claim: 'idle' | 'present'): void {
    if (claim === 'present') locked.set(thread, tui.pid);
    const opened = [changedAt(`${files.locks}/${thread}.lock`), changedAt(`${files.opened}/${thread}`)];
    const evidence: Evidence = {
      agent,
      thread,
      source: 'registry',
      subject: claim === 'idle' ? `pid:${tui.pid}` : `lock:${thread}`,
      version: stamp(),
      claim,
      at: Math.max(tui.startedAt, ...opened.map((at) => at ?? 0)),
      process: { pid: tui.pid, start: tui.start },
      expires: null,
      facts: {},
    };
    observe([evidence]);
  }

  /** Where rollouts that are not there yet will appear. */
  function watchDays(): void {
    const missing = [...held.values()].flatMap(({ locks, rollouts }) => [...locks].filter((id) => !rollouts.has(id)));
    const wanted = new Set(missing.flatMap((id) => rolloutDirs(home, id)));
    for (const [dir, watch] of days) {
      if (wanted.has(dir)) continue;
      days.delete(dir);
      void watch.close();
    }
    for (const dir of wanted) {
      if (days.has(dir) || days.size >= watchesMax) continue;
      days.set(
        dir,
        watchPath(dir, () => void look(), problem(dir)),
      );
    }
  }

  const watches = [files.locks, files.opened].map((dir) => watchPath(dir, () => void look(), problem(dir)));
  return {
    processes(now) {
      const isNew = now.some((one) => !tuis.some(({ pid, start }) => pid === one.pid && start === one.start));
      tuis = now;
      for (const pid of bound.keys()) if (!now.some((one) => one.pid === pid)) bound.delete(pid);
      for (const millis of isNew ? looksMillis : [0]) later(millis, () => void look());
    },
    pids: () => new Set(held.keys()),
    rollouts: () =>
      new Map([...held.values()].flatMap(({ locks, rollouts }) => [...rollouts].filter(([id]) => locks.has(id)))),
    evaluate,
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([...watches, ...days.values()].map((watch) => watch.close()));
    },
  };
}
