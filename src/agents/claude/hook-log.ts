import type { AgentProcess } from '../../core/evidence.ts';
import type { Context } from '../adapter.ts';
import { type Entry, followEvents } from '../event-log.ts';
import { shown } from '../values.ts';
import { type Heard, hear, hookEvidence, hookSubject } from './hooks.ts';

/** Events that wait for their process to be listed, of one process; more come only while nobody lists it. */
const waitingMax = 64;
/** Threads whose state is remembered for one process: `/clear` begins another. */
const threadsMax = 16;
/** How exactly the start of a process is known. */
const startMillis = 1000;

interface Timed {
  entry: Entry;
  version: number;
}

interface Of {
  waiting: readonly Timed[];
  threads: Map<string, Heard>;
  /** Of its newest event. */
  version: number;
  /** The thread that it had in its newest event. */
  thread: string | null;
  cwd: string | null;
}

export interface HookLog {
  processes(all: ReadonlyMap<number, AgentProcess>): void;
  /** The thread that a process has by its hooks. */
  threadOf(pid: number): { thread: string; cwd: string | null } | null;
  /** From now on the registry answers for a process. */
  confirm(pid: number): void;
  close(): Promise<void>;
}

/**
 * Follows what our hooks in Claude Code left. `onThread` is called when a process may have come to another thread.
 *
 * @param isConfirmed whether the registry answers for a process
 */
export function followHooks(
  context: Context,
  onThread: (pid: number, at: number, version: number) => void,
  isConfirmed: (pid: number) => boolean,
): HookLog {
  const known = new Map<number, Of>();
  let live: ReadonlyMap<number, AgentProcess> = new Map();

  const of = (pid: number): Of => {
    const found = known.get(pid) ?? { waiting: [], threads: new Map(), version: 0, thread: null, cwd: null };
    known.set(pid, found);
    return found;
  };

  function take(pid: number, { entry, version }: Timed, process: AgentProcess): void {
    if (entry.at < process.startedAt - startMillis) return;
    const one = of(pid);
    const before = one.threads.get(String(entry.event['session_id']));
    const told = hear(before, entry.event, entry.at);
    if (told === null) return;
    if (told.heard === null) {
      one.threads.delete(told.thread);
      if (one.thread === told.thread) one.thread = null;
      context.withdraw('hook', hookSubject(told.thread));
      return;
    }
    one.threads.delete(told.thread);
    one.threads.set(told.thread, told.heard);
    for (const thread of [...one.threads.keys()].slice(0, -threadsMax)) one.threads.delete(thread);
    one.thread = told.thread;
    one.cwd = shown(entry.event['cwd']) ?? one.cwd;
    one.version = version;
    context.observe([hookEvidence(told.thread, told.heard, version, isConfirmed(pid))]);
    onThread(pid, entry.at, version);
  }

  const log = followEvents(
    context.stateDir,
    'claude',
    (entry, { pid, version }) => {
      const process = live.get(pid);
      if (process !== undefined) return take(pid, { entry, version }, process);
      const one = of(pid);
      one.waiting = [...one.waiting, { entry, version }].slice(-waitingMax);
      context.claim([{ pid, at: entry.at }]);
    },
    (pid) => {
      for (const thread of known.get(pid)?.threads.keys() ?? []) context.withdraw('hook', hookSubject(thread));
      known.delete(pid);
    },
    context.log,
  );

  return {
    processes(all) {
      live = all;
      for (const [pid, one] of known) {
        const process = all.get(pid);
        if (process === undefined) continue;
        const { waiting } = one;
        one.waiting = [];
        for (const event of waiting) take(pid, event, process);
      }
    },
    threadOf(pid) {
      const one = known.get(pid);
      return one === undefined || one.thread === null ? null : { thread: one.thread, cwd: one.cwd };
    },
    confirm(pid) {
      const one = known.get(pid);
      const heard = one?.threads.get(one.thread ?? '');
      if (one === undefined || one.thread === null || heard?.claim !== 'waiting') return;
      context.observe([hookEvidence(one.thread, heard, one.version, true)]);
    },
    close: () => log.close(),
  };
}
