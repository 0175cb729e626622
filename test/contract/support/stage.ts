import type { Daemon } from '../../support/daemon.ts';
import { type Created, World, type WorldOptions } from '../../support/world.ts';
import { announce } from './daemon-process.ts';

/** A world with a daemon that serves its tmux server, and sessions in it. */
export interface Stage extends AsyncDisposable {
  world: World;
  daemon: Daemon;
  /** By name. */
  sessions: Map<string, Created>;
}

/** Sessions are created in the order of their names; windows keep the names that they are born with. */
export async function stage(names: readonly string[], options: WorldOptions = {}): Promise<Stage> {
  const world = await World.create({ tmuxConf: 'set -g automatic-rename off', ...options });
  try {
    const sessions = new Map<string, Created>();
    for (const name of names) sessions.set(name, await world.newSession(name));
    await announce(world);
    return { world, daemon: await world.daemon(), sessions, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
  } catch (error) {
    await world[Symbol.asyncDispose]();
    throw error;
  }
}
