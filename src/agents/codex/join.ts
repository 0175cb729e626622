/** A terminal with Codex in it. */
export interface Tui {
  pid: number;
  /** Epoch milliseconds, known to about a second. */
  startedAt: number;
  /** The directory that its threads begin in. */
  dir: string | null;
  /** The thread that its command line names. */
  resumes: string | null;
}

/** A thread that was opened in a terminal: begun, or resumed. */
export interface Opening {
  thread: string;
  dir: string | null;
  /** Epoch milliseconds. */
  at: number;
  /** Heard when it happened; the others were found afterwards, when its terminal may have been gone. */
  heard: boolean;
}

/** Pid to the thread that its terminal has. */
export type Bindings = ReadonlyMap<number, string>;

/** What became of an opening: it was given to a terminal, which may have moved on since, or there was more than one for it. */
export type Decision = 'bound' | 'refused';

export interface Joined {
  bindings: Bindings;
  /** By thread. */
  decided: ReadonlyMap<string, Decision>;
  /** Epoch milliseconds; time alone may say more then. Null when it won't. */
  due: number | null;
}

/** The start of a process is known to about a second. */
const earlyMillis = 250;
/** Codex 0.169 opens its thread 0.3 to 1 s after its process starts, and 4.5 s after when it has to install its server first. */
const startMillis = 6000;
/** A new process may be known later than its thread: so long an opening that fits no start waits for one. */
export const settleMillis = 500;

/**
 * Which terminal has which thread, where all of them run in one server and nothing says so. Every rule asks for exactly one
 * candidate: no answer is better than a wrong one. `before` is the last answer, without what holds no longer.
 */
export function join(
  tuis: readonly Tui[],
  openings: readonly Opening[],
  before: Pick<Joined, 'bindings' | 'decided'>,
  now: number,
): Joined {
  const open = new Set(openings.map(({ thread }) => thread));
  const alive = new Set(tuis.map(({ pid }) => pid));
  const bindings = new Map([...before.bindings].filter(([pid, thread]) => alive.has(pid) && open.has(thread)));
  const decided = new Map([...before.decided].filter(([thread]) => open.has(thread)));
  let due: number | null = null;
  const bind = ({ pid }: Tui, thread: string) => {
    bindings.set(pid, thread);
    decided.set(thread, 'bound');
  };
  const isFree = ({ pid }: Tui) => !bindings.has(pid);

  for (const tui of tuis) if (tui.resumes !== null && isFree(tui) && open.has(tui.resumes)) bind(tui, tui.resumes);
  for (const opening of [...openings].sort((a, b) => a.at - b.at)) {
    if (decided.has(opening.thread)) continue;
    const there = tuis.filter((tui) => couldOpen(tui, opening));
    const fresh = there.filter((tui) => isFree(tui) && opening.at <= tui.startedAt + startMillis);
    const isSettled = now >= opening.at + settleMillis;
    const [one] = fresh.length > 0 ? fresh : there;
    if (fresh.length === 0 && !isSettled) due = Math.min(due ?? opening.at + settleMillis, opening.at + settleMillis);
    else if (one === undefined || (fresh.length === 0 && !opening.heard)) continue;
    else if ((fresh.length > 0 ? fresh : there).length > 1) decided.set(opening.thread, 'refused');
    else bind(one, opening.thread);
  }
  // What is left over: one terminal without a thread, one thread without a terminal.
  const left = openings.filter(({ thread, at }) => decided.get(thread) !== 'bound' && now >= at + settleMillis);
  const free = tuis.filter(isFree);
  for (const tui of free) {
    const [only, ...more] = left.filter((opening) => couldOpen(tui, opening));
    if (only === undefined || more.length > 0) continue;
    if (free.filter((other) => couldOpen(other, only)).length === 1) bind(tui, only.thread);
  }
  return { bindings, decided, due };
}

function couldOpen(tui: Tui, { dir, at }: Opening): boolean {
  return tui.dir !== null && tui.dir === dir && tui.startedAt - earlyMillis <= at;
}

/** When a thread was begun, in epoch milliseconds: its id is a version 7 UUID (RFC 9562). Null for other ids. */
export function begunAt(thread: string): number | null {
  return thread[14] === '7' ? Number.parseInt(thread.slice(0, 8) + thread.slice(9, 13), 16) : null;
}
