import * as z from 'zod/mini';
import { Session, Snapshot, You } from './state.ts';

/**
 * What the daemon says instead of a whole snapshot to who asked for it (`changes` in `identify`): what is not there is as it
 * was in the last `state` or `changes`. A session that is not named in `order` is gone.
 */
export const Changes = z.object({
  type: z.literal('changes'),
  seq: z.number(),
  /** New ones, and those of which anything differs. */
  sessions: z.array(Session),
  /** `changeKey`s of all sessions, in their order; missing while it is the same. */
  order: z.optional(z.array(z.string())),
  /** All but the sessions; missing while it is the same. */
  rest: z.optional(z.omit(Snapshot, { sessions: true })),
  you: You,
});
export type Changes = z.infer<typeof Changes>;

/** By it a session is known again. */
export function changeKey({ server, id }: Pick<Session, 'server' | 'id'>): string {
  return `${server} ${id}`;
}

/** The snapshot after changes to the one before. What is the same stays the same object. */
export function applied(before: Snapshot, { sessions, order, rest }: Changes): Snapshot {
  const known = new Map([...before.sessions, ...sessions].map((session) => [changeKey(session), session]));
  const keys = order ?? before.sessions.map(changeKey);
  const { sessions: _, ...old } = before;
  return { ...(rest ?? old), sessions: keys.flatMap((key) => known.get(key) ?? []) };
}
