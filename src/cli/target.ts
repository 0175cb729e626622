import type { Call } from './call.ts';
import { UsageError } from './errors.ts';

/** The session that a push is for: as `--session` says, else the one that holds the pane. */
export type Target = { session: string } | { pane: string };

/** @throws UsageError when nothing names a session, and when two things do */
export function targetOf({ values, origin }: Call): Target {
  const session = values.get('session');
  if (session !== undefined && values.has('pane')) throw new UsageError('give --session or --pane, not both');
  if (session === '') throw new UsageError('--session needs the name of a session');
  if (session !== undefined) return { session };
  if (origin.pane !== undefined) return { pane: origin.pane };
  throw new UsageError('which session? Outside tmux name one: --session NAME');
}
