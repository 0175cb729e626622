import { isShownAs, type ShownTitle } from './pane-title.ts';

/** A process that shows sessions and of which nothing better says which. */
export interface Candidate {
  pid: number;
  /** Epoch milliseconds. */
  startedAt: number;
  cwd: string | null;
  /** Asked for by an argument. */
  asked: string | null;
  /** The title of the session that its pane shows, maybe only its beginning; null when it shows none. */
  shown: ShownTitle | null;
}

/** A session that no other one started. */
export interface Work {
  session: string;
  directory: string;
  /** Null before it has one of its own. */
  title: string | null;
  /** When a person wrote in it last, epoch milliseconds. */
  prompted: number;
}

/** Who has a session: a process, or null when more than one may. It holds for what was written until `prompted`. */
export interface Owner {
  pid: number | null;
  prompted: number;
}

export interface Bindings {
  owners: ReadonlyMap<string, Owner>;
  /** Process to the session that it has now. */
  current: ReadonlyMap<number, string>;
}

/** How exactly the start of a process is known. */
const startMillis = 1000;

/**
 * Which session is in which process, by directory and time: a session belongs to the only process that was there when a
 * person wrote in it, and stays with it while that lives. Of two that may be it, it is the one whose pane shows its title, when
 * that title is no other's. Else both are refused; that one of them ends later proves nothing for the other. Pure.
 */
export function bind(
  processes: readonly Candidate[],
  works: readonly Work[],
  before: ReadonlyMap<string, Owner>,
): Bindings {
  const owners = new Map(
    works.flatMap((work): [string, Owner][] => {
      const owner = ownerOf(work, works, processes, before.get(work.session));
      return owner === null ? [] : [[work.session, owner]];
    }),
  );
  const current = new Map<number, string>();
  for (const { pid, asked, startedAt } of processes) {
    const newest = works
      .filter(({ session, prompted }) => owners.get(session)?.pid === pid && prompted >= startedAt - startMillis)
      .toSorted((a, b) => b.prompted - a.prompted)[0];
    const session = newest?.session ?? asked;
    if (session !== null) current.set(pid, session);
  }
  return { owners, current };
}

/** Null when no process that we know of can have it. */
function ownerOf(
  work: Work,
  works: readonly Work[],
  processes: readonly Candidate[],
  before: Owner | undefined,
): Owner | null {
  const { session, directory, prompted } = work;
  const asking = processes.filter(({ asked }) => asked === session);
  if (asking.length === 1 && asking[0] !== undefined) return { pid: asking[0].pid, prompted };
  if (before !== undefined) {
    if (processes.some(({ pid }) => pid === before.pid)) return { pid: before.pid, prompted };
  }
  const possible = processes.filter(({ cwd, startedAt }) => cwd === directory && startedAt - startMillis <= prompted);
  const showing = possible.filter(({ shown }) => shown !== null && isShownAs(work.title, shown));
  const namesakes = works.filter((one) => one.directory === directory && one.title === work.title);
  if (showing.length === 1 && showing[0] !== undefined && namesakes.length === 1)
    return { pid: showing[0].pid, prompted };
  if (before?.prompted === prompted) return before;
  if (possible[0] === undefined) return null;
  return { pid: possible.length === 1 ? possible[0].pid : null, prompted };
}
