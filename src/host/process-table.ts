import type { ProcessRef } from '../core/state.ts';
import { detailsFromProc, goneFromProc, listFromProc } from './process-table-linux.ts';
import { detailsFromPs, listFromPs } from './process-table-ps.ts';

/** A process of anybody, in one look at the process table. */
export interface ProcessEntry extends ProcessRef {
  ppid: number;
  /** Epoch milliseconds; two looks may differ by some milliseconds. */
  startedAt: number;
  /** The kernel's short name: 15 bytes on Linux. `MainThread` for Node ≥ 24 that runs a script. */
  comm: string;
  /** Its controlling terminal, in whatever way the system says so; null for none. */
  tty: string | null;
  /** Arguments, the program first; cut, split at spaces on macOS. Empty where they were not wanted or are nobody's to see. */
  argv: readonly string[];
}

/** What a process of ours was started with. */
export interface ProcessDetails {
  cwd: string | null;
  env: Readonly<Record<string, string>>;
}

const isLinux = process.platform === 'linux';

/**
 * All processes but zombies. Arguments are read only of those whose name `wantsArgv`. Linux reads files, others run `ps`.
 *
 * @throws Error when it cannot be found out, which says nothing about the processes
 */
export function listProcesses(wantsArgv: (comm: string) => boolean): Promise<ProcessEntry[]> {
  return isLinux ? listFromProc(wantsArgv) : listFromPs(wantsArgv);
}

/**
 * Directories and the wanted environment variables of processes, by pid. What is missing in the answer has ended or
 * belongs to another user.
 *
 * @throws Error when it cannot be found out
 */
export function processDetails(
  processes: readonly ProcessRef[],
  variables: readonly string[],
): Promise<Map<number, ProcessDetails>> {
  return isLinux ? detailsFromProc(processes, variables) : detailsFromPs(processes, variables);
}

/**
 * Which of them run no longer. It is asked often and must be cheap: outside Linux a pid that came again goes unseen.
 *
 * @throws Error when it cannot be found out
 */
export function goneProcesses<P extends ProcessRef>(processes: readonly P[]): P[] {
  return isLinux ? goneFromProc(processes) : processes.filter(({ pid }) => !isRunning(pid));
}

/** Whether there is a process of this number, be it a zombie, be it another user's. */
export function isRunning(pid: number): boolean {
  // To others than a positive number, signal 0 would ask for groups.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
