import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ProcessRef } from '../core/state.ts';
import type { ProcessDetails, ProcessEntry } from './process-table.ts';

/** More than any line of stat, whose names are short. */
export const statBytesMax = 2048;
const argvBytesMax = 16 * 1024;
const environBytesMax = 128 * 1024;
/** So many are read before others have their turn. */
const chunkProcesses = 500;
/** USER_HZ, which is 100 on every architecture that Node runs on. */
const ticksPerSecond = 100;

const buffer = Buffer.allocUnsafe(environBytesMax);

/** Read in one go, without the thread pool: 300 processes take 4 ms, a tenth of what they take asynchronously. */
export async function listFromProc(wantsArgv: (comm: string) => boolean): Promise<ProcessEntry[]> {
  const bootedAt = Date.now() - Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1000;
  const entries: ProcessEntry[] = [];
  let read = 0;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    read += 1;
    if (read % chunkProcesses === 0) await setImmediate();
    const stat = readStat(pid);
    if (stat === null) continue;
    const { ppid, start, comm, tty } = stat;
    const argv = wantsArgv(comm) ? words(readProc(pid, 'cmdline', argvBytesMax) ?? '') : [];
    entries.push({ pid, ppid, start, startedAt: startedAt(bootedAt, start), comm, tty, argv });
  }
  return entries;
}

export async function detailsFromProc(
  processes: readonly ProcessRef[],
  variables: readonly string[],
): Promise<Map<number, ProcessDetails>> {
  const details = new Map<number, ProcessDetails>();
  for (const { pid, start } of processes) {
    if (orGone(() => statSync(`/proc/${pid}`).uid) !== process.getuid?.()) continue;
    const cwd = orGone(() => readlinkSync(`/proc/${pid}/cwd`));
    const env = pickVariables(words(readProc(pid, 'environ', environBytesMax) ?? ''), variables);
    // What was read is of another one when the pid has come again meanwhile.
    if (readStat(pid)?.start === start) details.set(pid, { cwd, env });
  }
  return details;
}

export function goneFromProc<P extends ProcessRef>(processes: readonly P[]): P[] {
  return processes.filter(({ pid, start }) => readStat(pid)?.start !== start);
}

export interface Stat {
  ppid: number;
  start: string;
  comm: string;
  tty: string | null;
  tpgid: number;
}

/** proc(5), fields 2, 3, 4, 7, 8 and 22; null for a process that has ended. Field 2, its name, may hold anything. */
export function parseStatLine(line: string): Stat | null {
  const nameEnd = line.lastIndexOf(')');
  const [state, ppid, , , tty, tpgid, ...rest] = line.slice(nameEnd + 2).split(' ');
  const start = rest[13];
  if (start === undefined || state === 'Z' || state === 'X') return null;
  return {
    ppid: Number(ppid),
    start,
    comm: line.slice(line.indexOf('(') + 1, nameEnd),
    tty: tty === undefined || tty === '0' ? null : tty,
    tpgid: Number(tpgid),
  };
}

/** The named ones of `NAME=value`; of two with one name the first, as getenv(3) does. */
export function pickVariables(environ: readonly string[], variables: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const entry of environ) {
    const name = entry.slice(0, Math.max(0, entry.indexOf('=')));
    if (name !== '' && variables.includes(name) && picked[name] === undefined)
      picked[name] = entry.slice(name.length + 1);
  }
  return picked;
}

function readStat(pid: number): Stat | null {
  const line = readProc(pid, 'stat', statBytesMax);
  return line === null ? null : parseStatLine(line);
}

/** A file of a process, cut at so many bytes; null when the process is gone or keeps it to itself. */
function readProc(pid: number, name: string, bytesMax: number): string | null {
  return orGone(() => {
    const file = openSync(`/proc/${pid}/${name}`, 'r');
    try {
      let size = 0;
      while (size < bytesMax) {
        const count = readSync(file, buffer, size, bytesMax - size, null);
        if (count === 0) break;
        size += count;
        // A stat is always whole.
        if (name === 'stat') break;
      }
      return buffer.toString('utf8', 0, size);
    } finally {
      closeSync(file);
    }
  });
}

/** A process may end between two looks at it, and one of another user keeps things to itself. */
export function orGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

export function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM';
}

/** What stands between NULs; a last one without its NUL was cut. */
function words(text: string): string[] {
  const all = text.split('\0');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

function startedAt(bootedAt: number, start: string): number {
  return Math.round(bootedAt + (Number(start) / ticksPerSecond) * 1000);
}
