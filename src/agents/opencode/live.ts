import type { AgentProcess, Evidence, Source } from '../../core/evidence.ts';
import type { ProcessRef } from '../../core/state.ts';
import { fold, type Happening, type Known, nothingKnown } from './events.ts';
import { sessionSubject, statements } from './statements.ts';

/** How exactly the start of a process is known. */
const startMillis = 2000;

export interface Live {
  /** Takes in an event of a process. What is new is told after all that came with it. */
  happened(pid: number, event: Happening): void;
  /** Its events are over: what was said holds no longer. */
  gone(pid: number): void;
  /** It has ended, and what was said of it with it. */
  forget(pid: number): void;
  /** What was said still holds: it is told again, after a look that failed. */
  again(pid: number): void;
  /** The session that a person worked in last in this process, as far as its events say. */
  current(pid: number): string | null;
  /** It was heard of. */
  speaks(pid: number): boolean;
  known(pid: number): Known;
  /** Tells what waited for its process to be found. */
  processes(all: readonly AgentProcess[]): void;
}

interface Told {
  known: Known;
  /** By subject, the version that was told last. */
  versions: Map<string, number>;
  process: ProcessRef | null;
}

/** Keeps what the events of each process of an agent said, and turns what is new into evidence. */
export function live(
  agent: string,
  source: Source,
  isHeadless: (process: AgentProcess) => boolean,
  tell: { observe(evidence: readonly Evidence[]): void; withdraw(source: Source, subject: string): void },
): Live {
  const byPid = new Map<number, Told>();
  let processes: readonly AgentProcess[] = [];
  let planned = false;

  const of = (pid: number): Told => {
    const told = byPid.get(pid) ?? { known: nothingKnown, versions: new Map(), process: null };
    byPid.set(pid, told);
    return told;
  };

  function flush(): void {
    planned = false;
    tell.observe([...byPid].flatMap(([pid, told]) => news(pid, told)));
  }

  function news(pid: number, told: Told): Evidence[] {
    const process = processes.find((one) => one.pid === pid);
    if (process === undefined) return [];
    if (told.process?.start !== process.start) told.versions.clear();
    told.process = process;
    const speaker = { agent, source, process: { pid, start: process.start }, headless: isHeadless(process) };
    return statements(told.known, speaker).filter(({ subject, version }) => {
      const isNew = version > (told.versions.get(subject) ?? -1);
      if (isNew) told.versions.set(subject, version);
      return isNew;
    });
  }

  const plan = () => {
    if (planned) return;
    planned = true;
    queueMicrotask(flush);
  };

  return {
    happened(pid, event) {
      const told = of(pid);
      const process = processes.find((one) => one.pid === pid);
      // Left by an earlier process with the same id.
      if (process !== undefined && event.at < process.startedAt - startMillis) return;
      const before = told.known.removed.length;
      told.known = fold(told.known, event);
      for (const session of told.known.removed.slice(before)) tell.withdraw(source, sessionSubject(session));
      plan();
    },
    gone(pid) {
      for (const subject of byPid.get(pid)?.versions.keys() ?? []) tell.withdraw(source, subject);
      byPid.delete(pid);
    },
    forget: (pid) => void byPid.delete(pid),
    again(pid) {
      byPid.get(pid)?.versions.clear();
      plan();
    },
    current: (pid) => byPid.get(pid)?.known.current?.session ?? null,
    speaks: (pid) => byPid.get(pid) !== undefined && byPid.get(pid)?.known.began !== null,
    known: (pid) => byPid.get(pid)?.known ?? nothingKnown,
    processes(all) {
      processes = all;
      plan();
    },
  };
}
