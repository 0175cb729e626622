import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseStat } from '../../../src/host/processes.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

/** A real process in a pane that has an agent's name, and holds files open when it is told to. */
export interface StandIn {
  pid: number;
  /** Field 22 of `/proc/<pid>/stat`. */
  start: string;
  /** Opens a file for appending and keeps it open; at most seven. */
  hold(path: string): void;
  /** Closes what it was told to open. */
  drop(path: string): void;
  end(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Descriptors that a POSIX shell can name, behind the three that it has. */
const descriptors = [3, 4, 5, 6, 7, 8, 9] as const;

let started = 0;

/**
 * Starts it from the shell in a pane, as a person does. It is a shell that does what comes through a pipe, under the agent's
 * name; with arguments it also has a flag that no agent knows.
 */
export async function startStandIn(
  world: World,
  pane: string,
  name: string,
  args: readonly string[] = [],
): Promise<StandIn> {
  const path = standInPath(world, name);
  started += 1;
  const pipe = join(world.root, 'stand-ins', `pipe-${started}`);
  execFileSync('mkfifo', [pipe]);
  // Opened for both, it waits for nobody and never ends.
  const input = openSync(pipe, 'r+');
  const line = [path, ...(args.length === 0 ? [] : ['-es', ...args]), '<', pipe].join(' ');
  await world.tmux('send-keys', '-t', pane, '-l', line);
  await world.tmux('send-keys', '-t', pane, 'Enter');
  const shell = await world.tmux('display-message', '-p', '-t', pane, '#{pane_pid}');
  // Not by looking at every process: many start at once, and the clock of the recordings runs.
  const pid = await until(() => children(shell).find((child) => argsOf(child)[0] === path), `a process of ${path}`);
  const held = new Map<string, number>();
  return {
    pid,
    start: parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '',
    hold(file) {
      const free = descriptors.find((one) => ![...held.values()].includes(one));
      if (free === undefined || held.has(file)) return;
      held.set(file, free);
      writeSync(input, `exec ${free}>>${file}\n`);
    },
    drop(file) {
      const descriptor = held.get(file);
      if (held.delete(file)) writeSync(input, `exec ${descriptor}>&-\n`);
    },
    end(signal) {
      process.kill(pid, signal);
      closeSync(input);
    },
  };
}

/** A shell under another name: the kernel names a process after the path by which it was started. */
export function standInPath(world: World, name: string): string {
  const dir = join(world.root, 'stand-ins');
  const path = join(dir, name);
  mkdirSync(dir, { recursive: true });
  try {
    // Not what a recorded PATH has under that name.
    symlinkSync('/bin/sh', path);
  } catch (error) {
    // Another one of this name was started before.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return path;
}

function children(pid: string): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list
    .split(' ')
    .filter((child) => child !== '')
    .map(Number);
}

/** @throws Error when it is gone */
function argsOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
}
