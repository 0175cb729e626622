import type { AgentProcess } from '../../core/evidence.ts';
import type { Context } from '../adapter.ts';
import { findTranscript, isThere, type Search, searchMillis, transcriptPath } from './paths.ts';
import { type Following, followTranscript } from './transcript.ts';

/** How long the transcript of a thread that nobody has any more is still read: its last lines come late. */
const drainMillis = 2000;

/** A thread that a process has. */
export interface Wanted {
  thread: string;
  config: string;
  cwd: string;
  process: AgentProcess;
}

export interface Threads {
  /** These are wanted, and no others. To be called again when something happens in them: their files appear late. */
  want(all: readonly Wanted[]): void;
  close(): Promise<void>;
}

interface Known {
  following: Following | null;
  /** Its transcript was seen at the path that is followed. */
  isFound: boolean;
  looking: boolean;
  draining: NodeJS.Timeout | undefined;
  /** The last search for it, and the next. */
  search: Search | null;
  searching: NodeJS.Timeout | undefined;
}

/** Follows the transcripts of the threads that processes have: those and no others are ever opened. */
export function followThreads(context: Context): Threads {
  const threads = new Map<string, Known>();
  const pending = new Set<Promise<void>>();
  let version = 0;
  let closed = false;

  function track(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => context.log(`claude: ${error instanceof Error ? error.message : error}`))
      .finally(() => pending.delete(done));
    pending.add(done);
  }

  function look(one: Wanted, known: Known): void {
    if (known.isFound || known.looking) return;
    known.looking = true;
    clearTimeout(known.searching);
    track(
      find(one, known).finally(() => {
        known.looking = false;
      }),
    );
  }

  async function find(one: Wanted, known: Known): Promise<void> {
    const { thread, config, cwd, process } = one;
    const expected = transcriptPath(config, cwd, thread);
    const path = (await isThere(expected)) ? expected : await search(one, known);
    if (closed || threads.get(thread) !== known) return;
    known.isFound = path !== null;
    if (known.following !== null && (path === null || known.following.path === path)) return;
    const before = known.following;
    known.following = follow(thread, path ?? expected, process, known);
    await before?.close();
  }

  async function search(one: Wanted, known: Known): Promise<string | null> {
    const now = Date.now();
    const before = known.search;
    known.search = await findTranscript(one.config, one.thread, before, now);
    const isLeftForLater = known.search === before && !closed && threads.get(one.thread) === known;
    if (isLeftForLater) {
      const rest = Math.min(known.search.at + searchMillis - now, searchMillis);
      known.searching = setTimeout(look, rest, one, known).unref();
    }
    return known.search.path;
  }

  function follow(thread: string, path: string, process: AgentProcess, known: Known): Following {
    return followTranscript(thread, path, process, {
      version: () => {
        version = Math.max(Date.now(), version + 1);
        return version;
      },
      onEvidence: (evidence) => {
        known.isFound = true;
        context.observe(evidence);
      },
      onGone: (gone) => {
        if (gone === path) known.isFound = false;
        context.withdraw('transcript', gone);
      },
      onProblem: (error) => context.failed('transcript', path, error),
    });
  }

  function drop(thread: string, known: Known): void {
    threads.delete(thread);
    clearTimeout(known.searching);
    track(known.following?.close() ?? Promise.resolve());
  }

  return {
    want(all) {
      if (closed) return;
      for (const one of all) {
        const known = threads.get(one.thread) ?? {
          following: null,
          isFound: false,
          looking: false,
          draining: undefined,
          search: null,
          searching: undefined,
        };
        threads.set(one.thread, known);
        clearTimeout(known.draining);
        known.draining = undefined;
        known.following?.runBy(one.process);
        look(one, known);
      }
      const wanted = new Set(all.map(({ thread }) => thread));
      for (const [thread, known] of threads) {
        if (!wanted.has(thread)) known.draining ??= setTimeout(() => drop(thread, known), drainMillis).unref();
      }
    },
    close: async () => {
      closed = true;
      for (const [thread, known] of threads) {
        clearTimeout(known.draining);
        drop(thread, known);
      }
      await Promise.all(pending);
    },
  };
}
