/** A process that shows sessions and of which nothing better says which. */
export interface Candidate {
  pid: number;
  /** Epoch milliseconds. */
  startedAt: number;
  cwd: string | null;
  /** Asked for by an argument. */
  asked: string | null;
}

/** A session that no other one started. */
export interface Work {
  session: string;
  directory: string;
  /** When a person wrote in it last, epoch milliseconds. */
  prompted: number;
}

export interface Bindings {
  /** Session to the process that it was worked on in. Grows while both are there. */
  owners: ReadonlyMap<string, number>;
  /** Process to the session that it has now. */
  current: ReadonlyMap<number, string>;
  /** Sessions that more than one process may have. */
  refused: readonly string[];
}

/** How exactly the start of a process is known. */
const startMillis = 1000;

/**
 * Which session is in which process, by directory and time: a session belongs to the only process that was there when a
 * person wrote in it. What belonged to one stays with it while that lives. Two that may be it are refused. Pure.
 */
export function bind(
  processes: readonly Candidate[],
  works: readonly Work[],
  before: ReadonlyMap<string, number>,
): Bindings {
  const owners = new Map<string, number>();
  const refused: string[] = [];
  const known = new Set(processes.map(({ pid }) => pid));
  for (const { session, directory, prompted } of works) {
    const possible = processes.filter(
      ({ cwd, asked, startedAt }) => (cwd === directory || asked === session) && startedAt - startMillis <= prompted,
    );
    const asking = processes.filter(({ asked }) => asked === session);
    const kept = before.get(session);
    const [only] = asking.length === 1 ? asking : possible;
    if (asking.length === 1 && only !== undefined) owners.set(session, only.pid);
    else if (kept !== undefined && known.has(kept)) owners.set(session, kept);
    else if (possible.length === 1 && only !== undefined) owners.set(session, only.pid);
    else if (possible.length > 1) refused.push(session);
  }
  const current = new Map<number, string>();
  for (const process of processes) {
    const own = works.filter(({ session }) => owners.get(session) === process.pid);
    const worked = own.filter(({ prompted }) => prompted >= process.startedAt - startMillis);
    const newest = worked.toSorted((a, b) => b.prompted - a.prompted)[0]?.session ?? process.asked;
    if (newest !== null) current.set(process.pid, newest);
  }
  return { owners, current, refused };
}
