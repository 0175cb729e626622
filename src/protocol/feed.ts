import * as z from 'zod/mini';
import { AnsweredBy, Ask } from './ask.ts';
import { LogEntry, Progress, Status } from './metadata.ts';
import { Snapshot, Thread } from './state.ts';

/** How many events `GET /events` can go back. */
export const feedEventsMax = 1000;

/** Socket path of the tmux server, tmux session id, name. */
const which = { server: z.string(), id: z.string(), name: z.string() };

export const SessionEvent = z.object({ type: z.enum(['created', 'closed', 'renamed', 'changed']), ...which });

/** What was pushed: `value` is the new status, progress or log entry; null when it was cleared or its time is over. */
export const MetadataEvent = z.discriminatedUnion('kind', [
  z.object({ ...which, kind: z.literal('status'), value: z.nullable(Status) }),
  z.object({ ...which, kind: z.literal('progress'), value: z.nullable(Progress) }),
  z.object({ ...which, kind: z.literal('log'), value: z.nullable(LogEntry) }),
  z.object({ ...which, kind: z.literal('notify'), value: LogEntry }),
]);

/** `thread` is null when it is gone. */
export const ThreadEvent = z.object({
  ...which,
  agent: z.string(),
  threadId: z.string(),
  thread: z.nullable(Thread),
});

/** `answer` and `by` are null while it is open, and when it ended without an answer. */
export const AskEvent = z.object({
  type: z.enum(['opened', 'ended']),
  ask: Ask,
  answer: z.nullable(z.string()),
  by: z.nullable(AnsweredBy),
});

export const ClientEvent = z.object({
  type: z.enum(['attached', 'detached', 'switched']),
  server: z.string(),
  client: z.string(),
  /** tmux session id; the last one when it detached. */
  session: z.string(),
});

/** One event of `GET /events`: `event` is its `event:`, `data` its `data:`. `reset` comes when some were missed. */
export const FeedEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('session'), data: SessionEvent }),
  z.object({ event: z.literal('metadata'), data: MetadataEvent }),
  z.object({ event: z.literal('thread'), data: ThreadEvent }),
  z.object({ event: z.literal('ask'), data: AskEvent }),
  z.object({ event: z.literal('client'), data: ClientEvent }),
  z.object({ event: z.literal('reset'), data: Snapshot }),
]);
export type FeedEvent = z.infer<typeof FeedEvent>;
