import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseStat } from '../../../src/host/processes.ts';
import { which } from '../shims.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

/** A real process in a pane that has an agent's name and does nothing. */
export interface StandIn {
  pid: number;
  /** Field 22 of `/proc/<pid>/stat`. */
  start: string;
}

let started = 0;

/** Starts it from the shell in a pane, as a person does. */
export async function startStandIn(world: World, pane: string, name: string): Promise<StandIn> {
  const dir = join(world.root, 'stand-ins');
  const path = join(dir, name);
  mkdirSync(dir, { recursive: true });
  // The kernel names a process after the path by which it was started.
  const sleep = which('sleep', world.env['PATH'] ?? '') ?? '';
  try {
    symlinkSync(sleep, path);
  } catch (error) {
    // The scenario starts its agent a second time.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  started += 1;
  const seconds = `${100_000 + started}`;
  await world.tmux('send-keys', '-t', pane, '-l', `${path} ${seconds}`);
  await world.tmux('send-keys', '-t', pane, 'Enter');
  const shell = await world.tmux('display-message', '-p', '-t', pane, '#{pane_pid}');
  // Not by looking at every process: many start at once, and the clock of the recordings runs.
  const pid = await until(
    () => children(shell).find((child) => argsOf(child).includes(seconds)),
    `a process of ${path}`,
  );
  return { pid, start: parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '' };
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
