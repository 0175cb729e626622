import { spawn } from 'node:child_process';

/**
 * Starts the daemon in the background, with our own Node and bundle, and does not wait for it. Detached, so that it outlives
 * this pane. One that runs already wins: the new one sees its lock and ends.
 */
export function startDaemon(onError: (error: Error) => void): void {
  const [, main = ''] = process.argv;
  const daemon = spawn(process.execPath, [main, 'daemon', '--background'], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  });
  daemon.once('error', onError);
  daemon.unref();
}
