import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';

/**
 * Waits for its input to end, which happens when we close it and also when we die in whatever way. Then it kills every
 * process whose environment names something below the root, until none is left, and removes the root. It fails when it could
 * not do both.
 */
const script = `
cat > /dev/null
round=0
while [ "$round" -lt 100 ]; do
  found=$(grep -lF "=$1/" /proc/[0-9]*/environ 2>/dev/null)
  [ -n "$found" ] || break
  for file in $found; do
    pid=\${file#/proc/}
    kill -KILL "\${pid%/environ}" 2>/dev/null
  done
  round=$((round + 1))
done
rm -rf "$1" && [ -z "$found" ]
`;

/** Cleans up below a directory, even when this process is killed. */
export class Reaper {
  readonly #child: ReturnType<typeof start>;

  /** @param root a private directory in /tmp; everything below it and every process that names it is ours */
  constructor(root: string) {
    if (!/^\/tmp\/os-[A-Za-z0-9]+$/.test(root)) throw new Error(`not a root of ours: ${root}`);
    this.#child = start(root);
  }

  /** Kills and removes now. @throws Error when something is left */
  async reap(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.ref();
    this.#child.stdin.end();
    await exited;
    if (this.#child.exitCode !== 0) throw new Error('something is left, running or on the disk');
  }
}

function start(root: string) {
  // A process group of its own: an interrupt from the keyboard must not end it before its work.
  const child = spawn('/bin/sh', ['-c', script, 'reaper', root], {
    cwd: '/',
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  (child.stdin as Socket).unref();
  return child;
}
