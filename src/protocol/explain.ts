import * as z from 'zod/mini';
import { Thread } from './state.ts';

/** One statement about a thread, and what became of it. */
export const Signal = z.object({
  /** `push plugin protocol registry hook transcript database screen title process` */
  source: z.string(),
  /** What it speaks of: a process, a file, a pane. */
  subject: z.string(),
  /** What it says; null when it tells no state. */
  claim: z.nullable(z.string()),
  detail: z.nullable(z.string()),
  /** Epoch milliseconds since when it says so. */
  at: z.number(),
  /** Process that it ends with; null for none. */
  pid: z.nullable(z.number()),
  /** `decided` alone or first, `considered` beside it, `outranked`, or why it did not count: `over`, `withdrawn`, `ended`. */
  role: z.enum(['decided', 'considered', 'outranked', 'over', 'withdrawn', 'ended']),
  /** The last look failed: it may be old. */
  failed: z.boolean(),
});
export type Signal = z.infer<typeof Signal>;

/** Why a thread is shown in its state. */
export const Explanation = z.object({
  /** Socket path of the tmux server and id of the session that it is listed under; null when it is listed nowhere. */
  server: z.nullable(z.string()),
  session: z.nullable(z.string()),
  sessionName: z.nullable(z.string()),
  thread: Thread,
  /** How it was decided, in words. */
  rule: z.string(),
  /** The decisive ones first, then the newest. */
  signals: z.array(Signal),
});
export type Explanation = z.infer<typeof Explanation>;

/** The answer of `GET /explain`. */
export const Explanations = z.object({
  /** Epoch milliseconds; ages are counted from here. */
  now: z.number(),
  explanations: z.array(Explanation),
});
export type Explanations = z.infer<typeof Explanations>;
