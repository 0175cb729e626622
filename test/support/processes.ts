import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessInfo {
  pid: number;
  ppid: number;
  /** One letter as in `ps`: `S` sleeping, `T` stopped, `R` running. */
  state: string;
  args: string[];
}

/** Memory of one process, from smaps_rollup. */
export interface Memory {
  /** Its own pages, and its share of those that it has in common with others. */
  pssBytes: number;
  rssBytes: number;
}

/**
 * Every process whose environment names something below `root`, and all that descend from one of those. Zombies, which
 * have no environment any more, are left out. Linux only: it reads /proc.
 */
export function processesBelow(root: string): ProcessInfo[] {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => inspect(Number(entry)))
    .filter((info) => info !== null)
    .filter(({ state }) => state !== 'Z');
  const ours = new Set(all.filter(({ pid }) => procFile(pid, 'environ')?.includes(`=${root}/`)).map(({ pid }) => pid));
  for (let size = -1; size !== ours.size; ) {
    size = ours.size;
    for (const { pid, ppid } of all) if (ours.has(ppid)) ours.add(pid);
  }
  return all.filter(({ pid }) => ours.has(pid)).flatMap((info) => withArgs(info) ?? []);
}

/** Null when the process is gone or belongs to somebody else. */
export function memoryOf(pid: number): Memory | null {
  const rollup = procFile(pid, 'smaps_rollup');
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup ?? '')?.[1]) * 1024;
  const memory = { pssBytes: bytes('Pss'), rssBytes: bytes('Rss') };
  return Number.isNaN(memory.pssBytes) || Number.isNaN(memory.rssBytes) ? null : memory;
}

/** The program that a process runs, links resolved; null when it is gone. */
export function programOf(pid: number): string | null {
  return orGone(() => readlinkSync(`/proc/${pid}/exe`));
}

function inspect(pid: number): Omit<ProcessInfo, 'args'> | null {
  const stat = procFile(pid, 'stat');
  if (stat === null) return null;
  const [state = '?', ppid = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid, ppid: Number(ppid), state };
}

function withArgs(info: Omit<ProcessInfo, 'args'>): ProcessInfo | null {
  const args = procFile(info.pid, 'cmdline');
  return args === null ? null : { ...info, args: args.split('\0').slice(0, -1) };
}

function procFile(pid: number, name: string): string | null {
  return orGone(() => readFileSync(`/proc/${pid}/${name}`, 'latin1'));
}

/** A process may end between two looks at it, and one of another user keeps its environment to itself. */
function orGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}
