import type { AgentProcess } from '../../core/evidence.ts';
import type { Context } from '../adapter.ts';
import { parseCommandLine, threadDir } from './command-line.ts';
import { changedAt, type Files } from './files.ts';
import { begunAt, type Joined, join, type Opening, type Tui } from './join.ts';
import type { ServedThread } from './protocol.ts';

/** A thread's file is touched up to 50 ms after it was begun (Codex 0.169): what is nearer is the same opening. */
const sameMillis = 2000;

/** Terminals whose threads run in the server: which one has which. */
export interface Terminals {
  /** `connectedAt`: since when openings are heard. */
  evaluate(tuis: readonly AgentProcess[], threads: readonly ServedThread[], connectedAt: number | null): void;
  close(): void;
}

export function joinTerminals(
  { observe, withdraw, log }: Context,
  agent: string,
  files: Files,
  stamp: () => number,
): Terminals {
  let joined: Joined = { bindings: new Map(), decided: new Map(), due: null };
  let openedAt = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  function evaluate(tuis: readonly AgentProcess[], threads: readonly ServedThread[], connectedAt: number | null): void {
    clearTimeout(timer);
    // Without a connection nobody knows what is loaded; what was known stays.
    if (connectedAt === null) return;
    const openings = threads.flatMap((thread) => openingOf(thread, connectedAt));
    const reopened = openings.filter(({ thread, at }) => Math.abs((openedAt.get(thread) ?? at) - at) > sameMillis);
    openedAt = new Map(openings.map(({ thread, at }) => [thread, at]));
    const before = joined;
    const decided = new Map(before.decided);
    for (const { thread } of reopened) decided.delete(thread);
    joined = join(tuis.map(toTui), openings, { bindings: before.bindings, decided }, Date.now());
    for (const tui of tuis) {
      const thread = joined.bindings.get(tui.pid);
      if (thread === before.bindings.get(tui.pid)) continue;
      if (thread === undefined) withdraw('registry', `pid:${tui.pid}`);
      else say(tui, thread);
    }
    for (const [thread, decision] of joined.decided) {
      if (decision === 'refused' && before.decided.get(thread) !== 'refused')
        log(`thread ${thread} may belong to more than one terminal, so it is shown with none`);
    }
    if (joined.due === null) return;
    timer = setTimeout(() => evaluate(tuis, threads, connectedAt), Math.max(0, joined.due - Date.now())).unref();
  }

  function openingOf({ id, cwd, fromTui, facts }: ServedThread, connectedAt: number): Opening[] {
    const touched = changedAt(`${files.opened}/${id}`);
    const at = touched ?? (fromTui ? begunAt(id) : null);
    return at === null || facts.parent !== undefined ? [] : [{ thread: id, dir: cwd, at, heard: at >= connectedAt }];
  }

  function say({ pid, start }: AgentProcess, thread: string): void {
    observe([
      {
        agent,
        thread,
        source: 'registry',
        subject: `pid:${pid}`,
        version: stamp(),
        claim: 'present',
        at: openedAt.get(thread) ?? Date.now(),
        process: { pid, start },
        expires: null,
        facts: {},
      },
    ]);
  }

  return { evaluate, close: () => clearTimeout(timer) };
}

function toTui({ pid, startedAt, cwd, argv }: AgentProcess): Tui {
  const line = parseCommandLine(argv);
  return { pid, startedAt, dir: threadDir(line, cwd), resumes: line.resumes };
}
