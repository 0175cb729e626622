import type { ListFilter } from '../protocol/listed.ts';
import type { ListState } from './state.ts';
import type { TmuxSession, Topology } from './topology.ts';

/** Names of sessions that are kept, in the order and among the hidden ones, also while there is no such session. */
export const namesMax = 1000;
/** Repositories that are kept as folded, also while no session is in them. */
export const foldedMax = 200;

export type ListEvent =
  /** What was kept on disk. */
  | { type: 'list.read'; list: ListState }
  /** Past its neighbours in the list, `by` places down, or up where negative; with its whole group, or among it. */
  | { type: 'session.moved'; server: string; session: string; by: number; group?: boolean }
  | { type: 'session.hidden'; server: string; session: string; hidden: boolean }
  | { type: 'list.filtered'; filter: ListFilter }
  | { type: 'list.revealed'; shows: boolean }
  | { type: 'list.folded'; repository: string; folded: boolean };

/** Sessions of one server as a person ordered them, those that nobody moved last. */
export function ordered(all: readonly TmuxSession[], { order }: ListState): readonly TmuxSession[] {
  if (order.length === 0) return all;
  const places = new Map(order.map((name, index) => [name, index]));
  const place = ({ name }: TmuxSession) => places.get(name) ?? order.length;
  return all.toSorted((a, b) => place(a) - place(b));
}

/** A session that gets another name keeps its place, and stays hidden. */
export function renamed(list: ListState, before: Topology | undefined, after: Topology): ListState {
  const names = new Map<string, string>();
  for (const { id, name } of before?.sessions ?? []) {
    const now = after.sessions.find((session) => session.id === id)?.name;
    if (now !== undefined && now !== name) names.set(name, now);
  }
  if (names.size === 0) return list;
  const rename = (all: readonly string[]) => {
    const kept = all.filter((name) => names.has(name) || ![...names.values()].includes(name));
    return all.some((name) => names.has(name)) ? kept.map((name) => names.get(name) ?? name) : all;
  };
  const next = { ...list, order: rename(list.order), hidden: rename(list.hidden) };
  return next.order === list.order && next.hidden === list.hidden ? list : next;
}
