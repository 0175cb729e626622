import { listed } from '../protocol/listed.ts';
import { type ListEvent, namesMax } from './order.ts';
import { same } from './same.ts';
import type { ListState, State } from './state.ts';
import type { TmuxSession } from './topology.ts';
import { listPrefs, sessions } from './view.ts';

/** The same list when nothing changed. */
export function reduceList(state: State, event: ListEvent): ListState {
  const { list } = state;
  switch (event.type) {
    case 'list.read':
      return same(event.list, list) ? list : event.list;
    case 'session.moved':
      return moved(state, event);
    case 'session.hidden': {
      const name = sessionIn(state, event)?.name;
      if (name === undefined || list.hidden.includes(name) === event.hidden) return list;
      const others = list.hidden.filter((one) => one !== name);
      return { ...list, hidden: (event.hidden ? [...others, name] : others).slice(-namesMax) };
    }
    case 'list.filtered':
      return list.filter === event.filter ? list : { ...list, filter: event.filter };
    case 'list.revealed':
      return list.showsHidden === event.shows ? list : { ...list, showsHidden: event.shows };
    default:
      return event satisfies never;
  }
}

function moved(state: State, { server: id, session, by }: Extract<ListEvent, { type: 'session.moved' }>): ListState {
  const { list } = state;
  const server = state.servers.get(id);
  if (server === undefined) return list;
  const all = sessions(state, id, server);
  const shown = listed(all, state.asks, listPrefs(state));
  const index = shown.findIndex((one) => one.id === session);
  const from = shown[index];
  const neighbour = shown[Math.max(0, Math.min(shown.length - 1, index + by))];
  if (from === undefined || neighbour === undefined || neighbour === from) return list;
  const others = all.filter((one) => one !== from);
  const at = others.indexOf(neighbour) + (by > 0 ? 1 : 0);
  const names = others.toSpliced(at, 0, from).map(({ name }) => name);
  return { ...list, order: merged(list.order, names) };
}

/** The names take the places that they had among all others; what had none comes last. */
function merged(order: readonly string[], names: readonly string[]): string[] {
  const ours = new Set(names);
  const rest = [...names];
  const placed = order.map((name) => (ours.has(name) ? (rest.shift() ?? name) : name));
  return [...placed, ...rest].slice(-namesMax);
}

function sessionIn(
  { servers }: State,
  { server, session }: { server: string; session: string },
): TmuxSession | undefined {
  return servers.get(server)?.topology.sessions.find(({ id }) => id === session);
}
