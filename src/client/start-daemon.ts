import { spawn } from 'node:child_process';

/**
 * Starts the daemon in the background, with our own Node and bundle, and does not wait for it. One that runs already wins:
 * the new one sees its lock and ends.
 */
export function startDaemon(): void {
  const [, main = ''] = process.argv;
  const child = spawn(process.execPath, [main, 'daemon', '--background'], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  });
  child.unref();
}
