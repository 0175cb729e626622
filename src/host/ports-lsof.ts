import { execa } from 'execa';

/** A port and the process that listens on it. */
export interface Listener {
  pid: number;
  port: number;
}

const lsofMillisMax = 5000;
const outputBytesMax = 1024 * 1024;
const reachable = /^n(?:\*|127\.[\d.]+|\[::1\]|\[::\]|localhost):(\d+)$/;

/** @throws Error when there is no `lsof` */
export async function listenersFromLsof(pids: readonly number[]): Promise<Listener[]> {
  const user = `${process.getuid?.() ?? ''}`;
  const { stdout, exitCode } = await execa('lsof', ['-w', '-nP', '-a', '-u', user, '-iTCP', '-sTCP:LISTEN', '-Fpn'], {
    // 1 says that there is none.
    reject: false,
    timeout: lsofMillisMax,
    maxBuffer: outputBytesMax,
  });
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`lsof: exit code ${exitCode}`);
  const wanted = new Set(pids);
  return parseListeners(stdout ?? '').filter(({ pid }) => wanted.has(pid));
}

/** Output of `lsof -Fpn`: a line `pPID`, then `fFD` and `nADDRESS:PORT` for each socket. */
export function parseListeners(output: string): Listener[] {
  const found: Listener[] = [];
  let pid = 0;
  for (const line of output.split('\n')) {
    const port = reachable.exec(line)?.[1];
    if (line.startsWith('p')) pid = Number(line.slice(1));
    else if (port !== undefined) found.push({ pid, port: Number(port) });
  }
  return found.sort((a, b) => a.pid - b.pid);
}
