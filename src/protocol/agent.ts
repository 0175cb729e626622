import * as z from 'zod/mini';
import { emptyAsMissing, filledLine } from './line.ts';
import { ThreadState } from './state.ts';
import { hasTarget, Ttl, target, targetRequired } from './target.ts';

export const agentGraphemesMax = 40;
export const threadGraphemesMax = 100;
export const threadNameGraphemesMax = 100;
export const detailGraphemesMax = 200;
/** Reported threads of one session; the oldest goes first. */
export const threadsMax = 50;
/** How long a thread stays whose process is not known. */
export const agentSecondsDefault = 3600;
const pidMax = 2 ** 31 - 1;

/**
 * `POST /agent`: what a thread of an agent does. The same agent and thread in the same session replaces what was said
 * before. It disappears with the process `pid`, after `ttl` seconds (default without `pid`: 3600), or with `clear`.
 */
export const AgentPush = z
  .object({
    ...target,
    agent: filledLine(agentGraphemesMax),
    /** The agent's own id of the thread; without it the agent has one thread only. */
    thread: z.optional(emptyAsMissing(threadGraphemesMax)),
    name: z.optional(emptyAsMissing(threadNameGraphemesMax)),
    state: z.optional(ThreadState),
    detail: z.optional(emptyAsMissing(detailGraphemesMax)),
    pid: z.optional(z.number().check(z.int(), z.gte(1), z.lte(pidMax))),
    ttl: z.optional(Ttl),
    clear: z.optional(z.boolean()),
  })
  .check(
    hasTarget,
    z.refine((push) => push.state !== undefined || push.clear === true, {
      error: `must be one of ${ThreadState.options.join(', ')}`,
      path: ['state'],
    }),
  )
  .register(z.globalRegistry, targetRequired);
export type AgentPush = z.infer<typeof AgentPush>;
