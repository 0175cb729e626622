import { logEntriesMax, type Metadata } from '../protocol/metadata.ts';
import type { Event } from './event.ts';
import { same } from './same.ts';

export const emptyMetadata: Metadata = { status: null, progress: null, logs: [] };

export type MetadataEvent = Extract<
  Event,
  { type: 'status.pushed' | 'progress.pushed' | 'log.pushed' | 'log.cleared' }
>;

/** The same map comes back when a push changes nothing. */
export function reduceMetadata(
  all: ReadonlyMap<string, Metadata>,
  event: MetadataEvent,
): ReadonlyMap<string, Metadata> {
  const before = all.get(event.key) ?? emptyMetadata;
  const after = apply(before, event);
  return after === before ? all : new Map(all).set(event.key, after);
}

function apply(before: Metadata, event: MetadataEvent): Metadata {
  switch (event.type) {
    case 'status.pushed': {
      const { text, tone = 'neutral' } = event.push;
      const status = text === null || text === '' ? null : { text, tone };
      return same(before.status, status) ? before : { ...before, status };
    }
    case 'progress.pushed': {
      const { current = null, total = null, percent = null, label = null, indeterminate = false, clear } = event.push;
      const progress = clear === true ? null : { current, total, percent, label, indeterminate };
      return same(before.progress, progress) ? before : { ...before, progress };
    }
    case 'log.pushed': {
      const { message, tone = 'neutral', source = null } = event.push;
      const entry = { message, tone, source: source === '' ? null : source, at: event.at, notify: event.notify };
      return { ...before, logs: [...before.logs, entry].slice(-logEntriesMax) };
    }
    case 'log.cleared':
      return before.logs.length === 0 ? before : { ...before, logs: [] };
    default:
      return event satisfies never;
  }
}
