import type { Call } from './call.ts';
import { UsageError } from './errors.ts';

/** The session that a push is for: as `--session` says, else the one that holds the pane. */
export type Target = { session: string } | { pane: string };

/**
 * A pane's id may stand in several tmux servers: where `$TMUX` says which one is meant, its socket stands before the id.
 *
 * @throws UsageError when nothing names a session, and when two things do
 */
export function targetOf({ values, origin }: Call): Target {
  const session = values.get('session');
  if (session !== undefined && values.has('pane')) throw new UsageError('give --session or --pane, not both');
  if (session === '') throw new UsageError('--session needs the name of a session');
  if (session !== undefined) return { session };
  const { pane, server } = origin;
  if (pane === undefined) throw new UsageError('which session? Outside tmux name one: --session NAME');
  return server === undefined ? { pane } : { session: `${server}:${pane}` };
}
