/** Exit codes of the command line: part of its contract. */
export const exit = { ok: 0, failure: 1, usage: 2, noDaemon: 3, timedOut: 4 } as const;

/** The command line makes no sense; `message` says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was waited for did not come in time. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}
