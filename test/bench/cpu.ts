import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const nanosPerMilli = 1e6;

/** What a process takes of a core while it is looked at, in percent. */
export async function cpuPercent(pid: number, seconds: number): Promise<number> {
  const [before, atMs] = [cpuMillis(pid), performance.now()];
  await pause(seconds * 1000);
  return ((cpuMillis(pid) - before) / (performance.now() - atMs)) * 100;
}

/** Of all its threads since they started; proc(5), `schedstat`: finer than the ticks in `stat`. */
function cpuMillis(pid: number): number {
  const nanos = readdirSync(`/proc/${pid}/task`).map((task) =>
    Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanos.reduce((sum, one) => sum + one, 0) / nanosPerMilli;
}

/** The most memory that it ever held, in bytes. @throws Error when it is gone */
export function peakBytes(pid: number): number {
  const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (found === undefined) throw new Error(`nothing says how much memory ${pid} held`);
  return Number(found) * 1024;
}
