import * as z from 'zod/mini';
import { clean, cut } from './text.ts';

export const statusGraphemesMax = 100;
export const messageGraphemesMax = 500;
export const labelGraphemesMax = 100;
export const sourceGraphemesMax = 40;
export const sessionCharactersMax = 1000;
export const logEntriesMax = 50;
/** How many of the newest log entries the WebSocket carries; `/state` has them all. */
export const logEntriesShown = 8;

/** How a text is meant: `neutral ·` gray, `info ℹ` blue, `success ✓` green, `warn ⚠` yellow, `error ✗` red. */
export const Tone = z.enum(['neutral', 'info', 'success', 'warn', 'error']);
export type Tone = z.infer<typeof Tone>;

const line = (graphemesMax: number) =>
  z.pipe(
    z.string(),
    z.transform((text: string) => cut(clean(text), graphemesMax)),
  );
const emptyAsMissing = (graphemesMax: number) =>
  z.pipe(
    line(graphemesMax),
    z.transform((text: string) => (text === '' ? undefined : text)),
  );
const count = z.number().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER));

/** A session's whole name, its id (`$3`), or the id of a pane in it (`%7`). */
export const SessionRef = z.string().check(z.minLength(1, 'must name a session'), z.maxLength(sessionCharactersMax));

/** `POST /set-status`: `text` null or empty clears; `tone` defaults to neutral. */
export const StatusPush = z.object({
  session: SessionRef,
  text: z.nullable(line(statusGraphemesMax)),
  tone: z.optional(Tone),
});
export type StatusPush = z.infer<typeof StatusPush>;

/** `POST /set-progress`: a share (`percent`, 0.0–1.0) or a count (`current` of `total`), with or without a `label`; `clear` removes it. */
export const ProgressPush = z
  .object({
    session: SessionRef,
    current: z.optional(count),
    total: z.optional(count),
    percent: z.optional(z.number().check(z.gte(0), z.lte(1))),
    label: z.optional(emptyAsMissing(labelGraphemesMax)),
    clear: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      (push) =>
        push.clear === true || push.current !== undefined || push.percent !== undefined || push.label !== undefined,
      {
        error: 'nothing to set: give current (and total), percent, label or clear',
      },
    ),
  );
export type ProgressPush = z.infer<typeof ProgressPush>;

/** `POST /log` and `POST /notify`: one entry; `tone` defaults to neutral. */
export const LogPush = z.object({
  session: SessionRef,
  message: line(messageGraphemesMax).check(z.minLength(1, 'must not be empty')),
  tone: z.optional(Tone),
  source: z.optional(emptyAsMissing(sourceGraphemesMax)),
});
export type LogPush = z.infer<typeof LogPush>;

/** `POST /clear-log` */
export const LogClear = z.object({ session: SessionRef });
export type LogClear = z.infer<typeof LogClear>;

export const Status = z.object({ text: z.string(), tone: Tone });
export type Status = z.infer<typeof Status>;

export const Progress = z.object({
  current: z.nullable(z.number()),
  total: z.nullable(z.number()),
  percent: z.nullable(z.number()),
  label: z.nullable(z.string()),
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
