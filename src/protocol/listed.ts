import * as z from 'zod/mini';
import type { Ask } from './ask.ts';
import { blocksOf } from './blocks.ts';
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
  /** Names of sessions that the config's `sessionFilter` leaves out; they are never listed. */
  excluded: z.array(z.string()),
  /** Directories of repositories whose sessions are one line: they keep their numbers, and are not drawn. */
  folded: z.array(z.string()),
});
export type ListPrefs = z.infer<typeof ListPrefs>;

/** The sessions that are listed, in their order, those of one repository together: what a session's number counts. */
export function listed(
  sessions: readonly Session[],
  asks: readonly Ask[],
  { filter, hidden, showsHidden, excluded }: Omit<ListPrefs, 'folded'>,
): readonly Session[] {
  const names = new Set([...excluded, ...(showsHidden ? [] : hidden)]);
  const asking = new Set(asks.map((ask) => `${ask.server}\n${ask.session}`));
  const shown = sessions.filter(
    (session) => !names.has(session.name) && passes(session, filter, asking.has(`${session.server}\n${session.id}`)),
  );
  return blocksOf(shown).flatMap((block) => block.sessions);
}

function passes({ threads }: Session, filter: ListFilter, asks: boolean): boolean {
  if (filter === 'all') return true;
  if (filter === 'running') return threads.some(({ state }) => state === 'running');
  return asks || threads.some(({ state }) => filter === 'agents' || state === 'waiting');
}
