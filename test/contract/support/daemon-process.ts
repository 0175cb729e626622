import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot, type World } from '../../support/world.ts';

export const mainFile = join(projectRoot, 'dist', 'main.js');

const outputBytesMax = 1024 * 1024;

/** One started `dist/main.js daemon`. */
export interface DaemonProcess {
  readonly pid: number;
  /** Exit code; 128 stands for any signal. */
  readonly exited: Promise<number>;
  /** What it wrote to stderr so far. */
  stderr(): string;
}

/** Starts a daemon in a world, in the foreground unless `--background` is among the arguments. The world ends it. */
export function spawnDaemon(
  world: World,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): DaemonProcess {
  const child = spawn(process.execPath, [mainFile, 'daemon', ...args], {
    cwd: world.home,
    env: { ...world.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-outputBytesMax);
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
  return { pid: child.pid ?? 0, exited, stderr: () => stderr };
}

/** The daemon processes of a world that run now. */
export function daemonPids(world: World): number[] {
  return world
    .processes()
    .filter(({ args }) => args[args.indexOf(mainFile) + 1] === 'daemon')
    .map(({ pid }) => pid);
}

/** Tells the daemon of the world's tmux server, which starts it when there is none. @throws Error when it fails */
export async function announce(world: World): Promise<void> {
  const output = await cliInTmux(world, 'announce');
  if (output.code !== 0) throw new Error(`announce: exit code ${output.code}: ${output.stderr}`);
}

/** The command line, as called from inside the world's tmux server. */
export function cliInTmux(world: World, ...args: string[]): ReturnType<World['run']> {
  return world.run(process.execPath, [mainFile, ...args], { TMUX: `${world.socket},0,0` });
}
