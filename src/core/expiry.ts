import type { Event } from './event.ts';
import { emptyMetadata } from './metadata.ts';
import type { Expiries, State } from './state.ts';
import { keepThreads } from './threads.ts';

/** A push says anew how long what it sets stays: without a ttl it stays until something else is said. */
export function withExpiry(state: State, event: Event): State {
  if (event.type !== 'status.pushed' && event.type !== 'progress.pushed') return state;
  const field = event.type === 'status.pushed' ? 'status' : 'progress';
  const before = state.expiries.get(event.key) ?? never;
  const isThere = state.metadata.get(event.key)?.[field] != null;
  const expires = isThere ? event.expires : null;
  if (before[field] === expires) return state;
  const expiries = new Map(state.expiries).set(event.key, { ...before, [field]: expires });
  if (nextOf(expiries.get(event.key) ?? never) === null) expiries.delete(event.key);
  return { ...state, expiries };
}

/** Takes out what had until `now`. Questions stay: their end has an answer, which the shell gives. */
export function expire(state: State, now: number): State {
  return expireThreads(expireMetadata(state, now), now);
}

function expireMetadata(state: State, now: number): State {
  const due = [...state.expiries].filter(([, at]) => isDue(at.status, now) || isDue(at.progress, now));
  if (due.length === 0) return state;
  const metadata = new Map(state.metadata);
  const expiries = new Map(state.expiries);
  for (const [key, at] of due) {
    const before = metadata.get(key) ?? emptyMetadata;
    const [statusIsDue, progressIsDue] = [isDue(at.status, now), isDue(at.progress, now)];
    metadata.set(key, {
      ...before,
      status: statusIsDue ? null : before.status,
      progress: progressIsDue ? null : before.progress,
    });
    const left = { status: statusIsDue ? null : at.status, progress: progressIsDue ? null : at.progress };
    if (nextOf(left) === null) expiries.delete(key);
    else expiries.set(key, left);
  }
  return { ...state, metadata, expiries };
}

function expireThreads(state: State, now: number): State {
  return keepThreads(state, ({ expires }) => !isDue(expires, now));
}

/** When time alone changes something next, epoch milliseconds; null when nothing does. */
export function nextExpiry({
  expiries,
  threads,
  agents,
  asks,
}: Pick<State, 'expiries' | 'threads' | 'agents' | 'asks'>): number | null {
  return earliest([
    agents.due,
    ...[...expiries.values()].map(nextOf),
    ...[...threads.values()].flat().map(({ expires }) => expires),
    ...asks.map(({ expires }) => expires),
  ]);
}

const never: Expiries = { status: null, progress: null };

function isDue(at: number | null, now: number): boolean {
  return at !== null && at <= now;
}

function nextOf({ status, progress }: Expiries): number | null {
  return earliest([status, progress]);
}

function earliest(times: readonly (number | null)[]): number | null {
  return times.reduce((first, at) => (at === null || (first !== null && first <= at) ? first : at), null);
}
