import { execa } from 'execa';
import type { ProcessRef } from '../core/state.ts';
import type { ProcessDetails, ProcessEntry } from './process-table.ts';
import { pickVariables } from './process-table-linux.ts';
import { parsePs, ps } from './processes.ts';

const psMillisMax = 5000;
const outputBytesMax = 8 * 1024 * 1024;
const argvCharactersMax = 16 * 1024;
const environCharactersMax = 128 * 1024;

/** One `ps` for all, a second one for the arguments of those that matter. */
export async function listFromPs(wantsArgv: (comm: string) => boolean): Promise<ProcessEntry[]> {
  const entries = parseTable(await ps(['-ax', '-o', 'pid=,ppid=,tty=,lstart=,ucomm=']));
  const wanted = entries.filter(({ comm }) => wantsArgv(comm)).map(({ pid }) => pid);
  if (wanted.length === 0) return entries;
  const args = parsePs(await ps(['-ww', '-o', 'pid=,command=', '-p', wanted.join(',')]));
  return entries.map((entry) => ({
    ...entry,
    argv: args.get(entry.pid)?.slice(0, argvCharactersMax).split(/\s+/) ?? [],
  }));
}

export async function detailsFromPs(
  processes: readonly ProcessRef[],
  variables: readonly string[],
): Promise<Map<number, ProcessDetails>> {
  if (processes.length === 0) return new Map();
  const pids = processes.map(({ pid }) => pid).join(',');
  const [environs, dirs] = await Promise.all([
    ps(['-wwE', '-o', 'pid=,uid=,command=', '-p', pids]),
    lsofDirectories(pids),
  ]);
  return parseDetails(environs, dirs, variables, process.getuid?.() ?? -1);
}

/** Lines of `PID UID COMMAND ENVIRONMENT`, of which those of `user` count: `ps -E` shows the environment behind the arguments. */
export function parseDetails(
  environs: string,
  dirs: ReadonlyMap<number, string>,
  variables: readonly string[],
  user: number,
): Map<number, ProcessDetails> {
  const details = new Map<number, ProcessDetails>();
  for (const [pid, rest] of parsePs(environs)) {
    const [uid = '', ...words] = rest.slice(0, environCharactersMax).split(/\s+/);
    if (Number(uid) !== user) continue;
    details.set(pid, { cwd: dirs.get(pid) ?? null, env: pickVariables(words, variables) });
  }
  return details;
}

export async function foregroundsFromPs(pids: readonly number[]): Promise<Map<number, string>> {
  return pids.length === 0 ? new Map() : parsePs(await ps(['-o', 'pid=,tpgid=,ucomm=', '-p', pids.join(',')]));
}

/** Lines of `PID PPID TTY START COMM`, the start in five words: `Sat Nov 21 10:00:00 2026`, local time. */
export function parseTable(output: string): ProcessEntry[] {
  return output.split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.+?)\s*$/.exec(line);
    const [, pid, ppid, tty = '', start = '', comm = ''] = found ?? [];
    if (pid === undefined || comm.endsWith('<defunct>')) return [];
    const isNone = tty.startsWith('?');
    return [
      {
        pid: Number(pid),
        ppid: Number(ppid),
        start,
        startedAt: Date.parse(start),
        comm,
        tty: isNone ? null : tty,
        argv: [],
      },
    ];
  });
}

/** Output of `lsof -Fpn`: a line `pPID`, then `fcwd` and `nPATH`. */
export function parseDirectories(output: string): Map<number, string> {
  const dirs = new Map<number, string>();
  let pid = 0;
  for (const line of output.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    else if (line.startsWith('n/')) dirs.set(pid, line.slice(1));
  }
  return dirs;
}

async function lsofDirectories(pids: string): Promise<Map<number, string>> {
  const { stdout } = await execa('lsof', ['-w', '-a', '-d', 'cwd', '-Fpn', '-p', pids], {
    // It complains by its exit code about every process that it may not see.
    reject: false,
    timeout: psMillisMax,
    maxBuffer: outputBytesMax,
  });
  return parseDirectories(stdout ?? '');
}
