import * as z from 'zod/mini';
import { emptyAsMissing, filledLine, line } from './line.ts';
import { hasTarget, Ttl, target, targetRequired } from './target.ts';

export const statusGraphemesMax = 100;
export const messageGraphemesMax = 500;
export const labelGraphemesMax = 100;
export const sourceGraphemesMax = 40;
export const logEntriesMax = 50;
/** How many of the newest log entries the WebSocket carries; `/state` has them all. */
export const logEntriesShown = 8;

/** How a text is meant: `neutral ·` gray, `info ℹ` blue, `success ✓` green, `warn ⚠` yellow, `error ✗` red. */
export const Tone = z.enum(['neutral', 'info', 'success', 'warn', 'error']);
export type Tone = z.infer<typeof Tone>;

const count = z.number().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER));

/** `POST /set-status`: `text` null or empty clears; `tone` defaults to neutral. */
export const StatusPush = z
  .object({ ...target, text: z.nullable(line(statusGraphemesMax)), tone: z.optional(Tone), ttl: z.optional(Ttl) })
  .check(hasTarget)
  .register(z.globalRegistry, targetRequired);
export type StatusPush = z.infer<typeof StatusPush>;

/**
 * `POST /set-progress`: a share (`percent`, 0.0–1.0), a count (`current` of `total`) or neither (`indeterminate`), with or
 * without a `label`; `clear` removes it.
 */
export const ProgressPush = z
  .object({
    ...target,
    current: z.optional(count),
    total: z.optional(count),
    percent: z.optional(z.number().check(z.gte(0), z.lte(1))),
    indeterminate: z.optional(z.boolean()),
    label: z.optional(emptyAsMissing(labelGraphemesMax)),
    clear: z.optional(z.boolean()),
    ttl: z.optional(Ttl),
  })
  .check(
    hasTarget,
    z.refine(
      ({ clear, indeterminate, current, percent, label }) =>
        clear === true ||
        indeterminate === true ||
        current !== undefined ||
        percent !== undefined ||
        label !== undefined,
      { error: 'nothing to set: give current (and total), percent, label, indeterminate or clear' },
    ),
  )
  .register(z.globalRegistry, targetRequired);
export type ProgressPush = z.infer<typeof ProgressPush>;

/** `POST /log` and `POST /notify`: one entry; `tone` defaults to neutral. */
export const LogPush = z
  .object({
    ...target,
    message: filledLine(messageGraphemesMax),
    tone: z.optional(Tone),
    source: z.optional(emptyAsMissing(sourceGraphemesMax)),
  })
  .check(hasTarget)
  .register(z.globalRegistry, targetRequired);
export type LogPush = z.infer<typeof LogPush>;

/** `POST /clear-log` */
export const LogClear = z.object(target).check(hasTarget).register(z.globalRegistry, targetRequired);
export type LogClear = z.infer<typeof LogClear>;

export const Status = z.object({ text: z.string(), tone: Tone });
export type Status = z.infer<typeof Status>;

export const Progress = z.object({
  current: z.nullable(z.number()),
  total: z.nullable(z.number()),
  percent: z.nullable(z.number()),
  label: z.nullable(z.string()),
  /** It goes on, but nobody knows how far it is. */
  indeterminate: z.boolean(),
});
export type Progress = z.infer<typeof Progress>;

export const LogEntry = z.object({
  message: z.string(),
  tone: Tone,
  source: z.nullable(z.string()),
  /** Epoch milliseconds at which the daemon took it. */
  at: z.number(),
  /** It came through `/notify` and is highlighted. */
  notify: z.boolean(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** What scripts, CI and agents pushed for a session. In memory only; gone with the session. */
export const Metadata = z.object({
  status: z.nullable(Status),
  progress: z.nullable(Progress),
  /** Oldest first, at most `logEntriesMax`. */
  logs: z.array(LogEntry),
});
export type Metadata = z.infer<typeof Metadata>;
