import type { Env } from '../../protocol/paths.ts';

/** Where an integration goes. */
export interface Place {
  env: Env;
  /** Our own state directory: what was put where is remembered below it. */
  stateDir: string;
  /** The folder with the pieces that are put into agents, absolute. */
  pieces: string;
}

/**
 * - `absent`: nothing of ours is there
 * - `outdated`: something of ours, but not what would be put there now
 * - `refused`: nothing is to be done there by us, `Condition.says` has the reason
 */
export type State = 'absent' | 'installed' | 'outdated' | 'refused';

export interface Condition {
  state: State;
  /** The agent's file that is ours or holds ours, absolute. */
  path: string;
  /** What one has to know. */
  says?: string;
}

/** A piece of ours inside an agent, that a person asks for. */
export interface Integration {
  /** What it is called on the command line. */
  name: string;
  /** The agent's own name. */
  title: string;
  /** What the sidebar knows better with it, and what it knows without. */
  gives: string;
  /** Whether the agent has a configuration here. */
  isWanted(place: Place): boolean;
  look(place: Place): Condition;
  /** Does nothing when it is installed. Says what it did. @throws Refused, when nothing was changed */
  install(place: Place): string;
  /** Null when there was nothing of ours. @throws Refused, when nothing was changed */
  uninstall(place: Place): string | null;
}

/** Nothing was done, and `message` says why. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** An absolute path from the environment. @throws Refused when the variable is set to another one, or there is no home */
export function directory(env: Env, variable: string | null, ...below: readonly string[]): string {
  const own = variable === null ? undefined : env[variable];
  const home = env['HOME'];
  if (own !== undefined && own !== '') {
    if (own.startsWith('/')) return own;
    if ((own === '~' || own.startsWith('~/')) && home?.startsWith('/')) return home + own.slice(1);
    throw new Refused(`${variable} is no absolute path: ${own}`);
  }
  if (!home?.startsWith('/')) throw new Refused('HOME is no absolute path');
  return [home, ...below].join('/');
}
