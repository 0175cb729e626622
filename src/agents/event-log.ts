import type { Dirent } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ignoreMissing } from './files.ts';
import { type Tail, tailLines } from './tail.ts';
import { type Fields, fields, parseFields } from './values.ts';
import { watchPath } from './watch.ts';

/** Writers start a file anew at 256 kB; the line that went over that is still whole. */
const fileBytesMax = 512 * 1024;
const lineBytesMax = 64 * 1024;
/** Files followed at once for one agent; more than anybody runs. */
const filesMax = 256;
/** Versions are epoch milliseconds in this unit, so that events of one millisecond keep their order. */
const versionsPerMilli = 1000;

/** What an integration of ours wrote: one event of an agent, as the agent told it. */
export interface Entry {
  /** Epoch milliseconds by the writer's clock; never later than when it was read. */
  at: number;
  /** `%7`; null outside tmux. */
  pane: string | null;
  /** The agent's own event, trimmed by the writer. Hostile like everything from outside. */
  event: Fields;
}

export interface EventLog {
  /** Removes the files of processes that have ended. It happens by itself only when the directory changes. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** The file of one process. Its directory exists only where a daemon was set up, or nothing is to be written. */
export function eventFile(stateDir: string, agent: string, pid: number): string {
  return join(eventsDir(stateDir), `${agent}-${pid}.jsonl`);
}

export function eventsDir(stateDir: string): string {
  return join(stateDir, 'agents');
}

/**
 * Follows what integrations inside an agent's processes leave in `<stateDir>/agents/<agent>-<pid>.jsonl`: at first what is
 * there, then what comes. Lines that are no events are left out. The version grows with each event of a process and is the
 * same after a restart, so a file that is begun anew does not go back. `onGone` hears of a file that was removed: by its
 * process at a clean exit, or by us because that has ended.
 */
export function followEvents(
  stateDir: string,
  agent: string,
  onEvent: (entry: Entry, from: { pid: number; version: number }) => void,
  onGone: (pid: number) => void,
  log: (message: string) => void,
): EventLog {
  const dir = eventsDir(stateDir);
  const tails = new Map<number, Tail>();
  let closed = false;
  let looking: Promise<void> = Promise.resolve();
  const problem = (error: unknown) => log(`events of ${agent}: ${error instanceof Error ? error.message : error}`);

  function follow(pid: number): void {
    let version = 0;
    const tail = tailLines(eventFile(stateDir, agent, pid), {
      headBytes: 0,
      tailBytes: fileBytesMax,
      lineBytesMax,
      onLines(lines) {
        for (const line of lines) {
          const entry = parseEntry(line, pid, Date.now());
          if (entry === null || closed) continue;
          version = Math.max(version + 1, Math.floor(entry.at * versionsPerMilli));
          onEvent(entry, { pid, version });
        }
      },
      onGone: () => void lookNext(),
      onProblem: problem,
    });
    tails.set(pid, tail);
  }

  async function look(): Promise<void> {
    const found = (await list(dir)).flatMap((file) => pidOf(file, agent) ?? []);
    const ended = found.filter((pid) => !isAlive(pid));
    for (const pid of ended) await unlink(eventFile(stateDir, agent, pid)).catch(ignoreMissing);
    if (closed) return;
    const there = new Set(found.filter((pid) => !ended.includes(pid)).slice(0, filesMax));
    for (const [pid, tail] of tails) {
      if (there.has(pid)) continue;
      tails.delete(pid);
      await tail.close();
      onGone(pid);
    }
    for (const pid of there) if (!tails.has(pid) && !closed) follow(pid);
  }

  const lookNext = () => {
    looking = looking.then(() => (closed ? undefined : look())).catch(problem);
    return looking;
  };
  const watch = watchPath(dir, (changed) => isOurs(changed, agent, tails) && void lookNext(), problem);

  return {
    sweep: lookNext,
    close: async () => {
      closed = true;
      await watch.close();
      await looking;
      await Promise.all([...tails.values()].map((tail) => tail.close()));
    },
  };
}

/** Null when it is no event: cut off, not JSON, of another process. */
export function parseEntry(line: string, pid: number, now: number): Entry | null {
  // Null of half a line as well, which a writer that was killed leaves.
  const value = parseFields(line);
  const event = fields(value?.['event']);
  if (value === null || value['pid'] !== pid || event === null) return null;
  const { at, pane } = value;
  if (typeof at !== 'number' || !(at >= 0)) return null;
  return { at: Math.min(at, now), pane: typeof pane === 'string' && /^%\d{1,9}$/.test(pane) ? pane : null, event };
}

/** The directory's watch tells of each append too; that changes nothing in the list of files. What is gone, its tail says. */
function isOurs(changed: ReadonlySet<string> | null, agent: string, tails: ReadonlyMap<number, Tail>): boolean {
  if (changed === null) return true;
  return [...changed].some((name) => {
    const pid = pidOfName(name, agent);
    return pid !== null && !tails.has(pid);
  });
}

function pidOf(file: Dirent, agent: string): number | null {
  return file.isFile() ? pidOfName(file.name, agent) : null;
}

function pidOfName(name: string, agent: string): number | null {
  if (!name.startsWith(`${agent}-`) || !name.endsWith('.jsonl')) return null;
  const pid = name.slice(agent.length + 1, -'.jsonl'.length);
  return /^[1-9]\d{0,9}$/.test(pid) ? Number(pid) : null;
}

async function list(dir: string): Promise<Dirent[]> {
  return (await readdir(dir, { withFileTypes: true }).catch(ignoreMissing)) ?? [];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
