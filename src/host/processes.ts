import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { parseStatLine } from './process-table-linux.ts';

const psMillisMax = 5000;
const outputBytesMax = 8 * 1024 * 1024;

/**
 * When processes started, in the system's own words: a process id comes again, a start does not. What is missing in the
 * answer does not run. Linux reads files, others run one `ps` for all.
 *
 * @throws Error when it cannot be found out, which says nothing about the processes
 */
export function startTimes(pids: readonly number[]): Promise<Map<number, string>> {
  if (pids.length === 0) return Promise.resolve(new Map());
  return process.platform === 'linux' ? fromProc(pids) : fromPs(pids);
}

async function fromProc(pids: readonly number[]): Promise<Map<number, string>> {
  const starts = await Promise.all(pids.map(async (pid) => [pid, await startFromProc(pid)] as const));
  return new Map(starts.filter((start): start is [number, string] => start[1] !== null));
}

async function startFromProc(pid: number): Promise<string | null> {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}

/** The start, in ticks since boot, of a process that has not ended; null for one that has. */
export function parseStat(stat: string): string | null {
  return parseStatLine(stat)?.start ?? null;
}

async function fromPs(pids: readonly number[]): Promise<Map<number, string>> {
  return parsePs(await ps(['-o', 'pid=,lstart=', '-p', pids.join(',')]));
}

/** What `ps` prints. @throws Error when it fails, or takes or prints too much */
export async function ps(args: readonly string[]): Promise<string> {
  const { stdout, exitCode, stderr } = await execa('ps', args, {
    reject: false,
    timeout: psMillisMax,
    maxBuffer: outputBytesMax,
    env: { LC_ALL: 'C' },
  });
  // 1 says that none of them runs.
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`ps: exit code ${exitCode}: ${stderr}`);
  return stdout;
}

/** Lines of `PID START`. */
export function parsePs(output: string): Map<number, string> {
  const lines = output.split('\n').map((line) => /^\s*(\d+)\s+(.+?)\s*$/.exec(line));
  return new Map(lines.flatMap((found) => (found === null ? [] : [[Number(found[1]), found[2] ?? '']])));
}
