import { spawn } from 'node:child_process';

/** Of one record: a path is never longer. */
const recordCharactersMax = 8192;

export interface RecordsOptions {
  /** What ends a record. */
  separator: '\0' | '\n';
  /** Bytes of output. */
  bytesMax: number;
  millisMax: number;
  signal?: AbortSignal;
  onRecords: (records: readonly string[]) => void;
}

/** How a program ended: by itself, with its exit code; cut off, because a bound was reached; or it could not be started. */
export type Ending = { code: number | null } | 'cut off' | 'missing';

/**
 * Runs a program and hands over what it prints, record by record. What file systems are slow or dead holds up that process
 * and not us, also when we end: a call of our own would keep a thread, and Node waits for its threads.
 */
export function records(
  [program, ...args]: readonly [string, ...string[]],
  { separator, bytesMax, millisMax, signal, onRecords }: RecordsOptions,
): Promise<Ending> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve('cut off');
    // Detached: a process group of its own, which can be ended as a whole.
    const child = spawn(program, args, { cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    let rest = '';
    let bytes = 0;
    const timer = setTimeout(() => end('cut off'), millisMax);
    const onAbort = () => end('cut off');
    signal?.addEventListener('abort', onAbort, { once: true });

    function end(ending: Ending): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      child.stdout.removeAllListeners('data').destroy();
      if (ending === 'cut off') {
        killGroup(child.pid);
        // One that hangs in the kernel outlives its end.
        child.unref();
      }
      resolve(ending);
    }

    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      bytes += Buffer.byteLength(chunk);
      const found = (rest + chunk).split(separator);
      rest = found.pop() ?? '';
      if (found.length > 0) onRecords(found.filter((record) => record !== ''));
      if (bytes > bytesMax || rest.length > recordCharactersMax) end('cut off');
    });
    child.once('error', () => end('missing'));
    child.once('close', (code) => end({ code }));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile; macOS says EPERM of a group of zombies.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
