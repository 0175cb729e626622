import * as z from 'zod/mini';
import { Thread } from './state.ts';

const Place = z.nullable(z.object({ server: z.string(), pane: z.string() }));
const ProcessRef = z.object({ pid: z.number(), start: z.string() });

/** What was known of agents at one moment. Texts, paths and arguments are removed; what decides is not. */
export const Recording = z.object({
  recording: z.literal(1),
  /** Of opensessions. */
  version: z.string(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  now: z.number(),
  processes: z.array(
    z.extend(ProcessRef, {
      agent: z.string(),
      startedAt: z.number(),
      ended: z.nullable(z.number()),
      place: Place,
    }),
  ),
  evidence: z.array(
    z.object({
      agent: z.string(),
      thread: z.nullable(z.string()),
      source: z.string(),
      subject: z.string(),
      version: z.number(),
      claim: z.nullable(z.string()),
      at: z.number(),
      process: z.nullable(ProcessRef),
      expires: z.nullable(z.number()),
      withdrawn: z.boolean(),
      failed: z.boolean(),
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
  /** What was shown. */
  threads: z.array(Thread),
});
export type Recording = z.infer<typeof Recording>;
