import type { ProcessInfo } from '../support/processes.ts';
import type { World } from '../support/world.ts';
import { cpuPercent } from './cpu.ts';

/** What the product runs, by kind. */
export const kinds = {
  daemon: ({ args }: ProcessInfo) => args.some((arg) => arg.endsWith('dist/main.js')) && args.includes('daemon'),
  sidebars: ({ args }: ProcessInfo) => args.some((arg) => arg.endsWith('dist/main.js')) && args.includes('sidebar'),
  'control clients': ({ args }: ProcessInfo) =>
    /(^|\/)tmux$/.test(args[0] ?? '') && args.some((arg) => /^-C{1,2}$/.test(arg)),
};

export function ours(world: World): ProcessInfo[] {
  return world.processes().filter((info) => Object.values(kinds).some((matches) => matches(info)));
}

export async function tmuxPid(world: World): Promise<number> {
  return Number(await world.tmux('display-message', '-p', '#{pid}'));
}

/** What all of ours and tmux take of a core, in percent. */
export async function cpuOfAll(world: World, seconds: number): Promise<{ ours: number; tmux: number }> {
  const pids = ours(world).map(({ pid }) => pid);
  const [tmux = 0, ...all] = await Promise.all([await tmuxPid(world), ...pids].map((pid) => cpuPercent(pid, seconds)));
  return { ours: all.reduce((sum, one) => sum + one, 0), tmux };
}
