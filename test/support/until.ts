import { setTimeout as pause } from 'node:timers/promises';

export const untilTimeoutMs = 10_000;
const pollIntervalMs = 20;

/** A condition that did not come true in time. */
export class UntilError extends Error {
  override readonly name = 'UntilError';
  readonly what: string;
  readonly timeoutMs: number;

  constructor(what: string, timeoutMs: number, details: string, options?: ErrorOptions) {
    super(`waited ${timeoutMs} ms for ${what}${details === '' ? '' : `\n${details}`}`, options);
    this.what = what;
    this.timeoutMs = timeoutMs;
  }
}

/**
 * Asks again every 20 ms until the answer is truthy.
 *
 * @param probe may throw while it is too early to ask; the last error becomes the cause of the failure
 * @returns the first truthy answer
 * @throws UntilError after `timeoutMs` (default 10 s)
 */
export async function until<T>(
  probe: () => T | Promise<T>,
  what: string,
  { timeoutMs = untilTimeoutMs }: { timeoutMs?: number } = {},
): Promise<Exclude<Awaited<T>, false | null | undefined | 0 | ''>> {
  const deadline = performance.now() + timeoutMs;
  let last: { value: unknown } | { error: unknown } = { value: undefined };
  do {
    try {
      const value = await probe();
      if (value) return value as Exclude<Awaited<T>, false | null | undefined | 0 | ''>;
      last = { value };
    } catch (error) {
      last = { error };
    }
    await pause(pollIntervalMs);
  } while (performance.now() < deadline);
  if ('error' in last)
    throw new UntilError(what, timeoutMs, `last attempt failed: ${String(last.error)}`, { cause: last.error });
  throw new UntilError(what, timeoutMs, `last answer: ${JSON.stringify(last.value)}`);
}
