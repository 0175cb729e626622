import * as z from 'zod/mini';
import type { Ask } from './ask.ts';
import type { Session } from './state.ts';

/** Which sessions are listed: all, those with agents, those where something waits for a person, those where something runs. */
export const ListFilter = z.enum(['all', 'agents', 'waiting', 'running']);
export type ListFilter = z.infer<typeof ListFilter>;

/** What the key goes on to. */
export function filterAfter(filter: ListFilter): ListFilter {
  const { options } = ListFilter;
  return options[(options.indexOf(filter) + 1) % options.length] ?? 'all';
}

/** What the list leaves out; the same in all sidebars of a person. */
export const ListPrefs = z.object({
  filter: ListFilter,
  /** Names of sessions. */
  hidden: z.array(z.string()),
  /** Hidden ones are listed all the same. */
  showsHidden: z.boolean(),
});
export type ListPrefs = z.infer<typeof ListPrefs>;

/** The sessions that are listed, in their order: what a session's number counts. */
export function listed(
  sessions: readonly Session[],
  asks: readonly Ask[],
  { filter, hidden, showsHidden }: ListPrefs,
): readonly Session[] {
  if (filter === 'all' && (showsHidden || hidden.length === 0)) return sessions;
  const names = new Set(showsHidden ? [] : hidden);
  const asking = new Set(asks.map((ask) => `${ask.server}\n${ask.session}`));
  return sessions.filter(
    (session) => !names.has(session.name) && passes(session, filter, asking.has(`${session.server}\n${session.id}`)),
  );
}

function passes({ threads }: Session, filter: ListFilter, asks: boolean): boolean {
  if (filter === 'all') return true;
  if (filter === 'running') return threads.some(({ state }) => state === 'running');
  return asks || threads.some(({ state }) => filter === 'agents' || state === 'waiting');
}
