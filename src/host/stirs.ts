import { readFileSync } from 'node:fs';
import { orGone } from './process-table-linux.ts';

/** Whether one of these processes has run since the last question. True at first, and wherever nothing tells. */
export type Stirs = (pids: readonly number[]) => boolean;

/**
 * One small file for each process: proc(5), `schedstat`, whose first number is the time on a CPU in ns. It is the main
 * thread's, so a process of many threads may seem to rest. Without it (not Linux, or a kernel without scheduler statistics)
 * every process stirs.
 */
export function openStirs(): Stirs {
  let known = new Map<number, string | null>();
  return (pids) => {
    const now = new Map(pids.map((pid) => [pid, timeOnCpu(pid)]));
    const before = known;
    known = now;
    return before.size !== now.size || [...now].some(([pid, time]) => time === null || before.get(pid) !== time);
  };
}

function timeOnCpu(pid: number): string | null {
  return orGone(() => readFileSync(`/proc/${pid}/schedstat`, 'latin1'));
}
