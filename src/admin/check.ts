import type { Env, Paths } from '../protocol/paths.ts';

/** What was looked at, how it is, and what to do when that is not well. */
export interface Check {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  says: string;
  /** Only where there is something to do. */
  advice?: string;
}

/** Where to look. */
export interface Scene {
  paths: Paths;
  env: Env;
  /** The tmux program. */
  tmux: string;
  /** Socket path of the tmux server that we are in. */
  server: string | undefined;
}
