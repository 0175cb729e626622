import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { peakBytes } from './cpu.ts';

/** A Node that does nothing but wake up, as often as it is told, while something else happens. It has woken up once before. */
export async function besideBareNode<R>(everyMs: number, use: (pid: number) => Promise<R>): Promise<R> {
  const script = `setTimeout(() => process.stdout.write('x'), ${everyMs}); setInterval(() => {}, ${everyMs})`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  try {
    return await use(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

export interface BareStart {
  /** From before the start to the first output. */
  firstMs: number;
  /** The most memory that it held until then, in bytes. */
  peakBytes: number;
}

/** Starts a Node that writes one character. */
export async function bareStart(): Promise<BareStart> {
  const atMs = performance.now();
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("x"); setInterval(() => {}, 60_000)']);
  await once(child.stdout, 'data');
  const firstMs = performance.now() - atMs;
  const peak = peakBytes(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { firstMs, peakBytes: peak };
}
