import { listed } from '../protocol/listed.ts';
import { foldedMax, type ListEvent, namesMax } from './order.ts';
import { rearranged } from './rearranged.ts';
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
      if (name === undefined) return list;
      const hidden = withOrWithout(list.hidden, name, event.hidden, namesMax);
      return hidden === list.hidden ? list : { ...list, hidden };
    }
    case 'list.filtered':
      return list.filter === event.filter ? list : { ...list, filter: event.filter };
    case 'list.revealed':
      return list.showsHidden === event.shows ? list : { ...list, showsHidden: event.shows };
    case 'list.folded': {
      const folded = withOrWithout(list.folded, event.repository, event.folded, foldedMax);
      return folded === list.folded ? list : { ...list, folded };
    }
    default:
      return event satisfies never;
  }
}

/** The newest `max`; the same when it is so already. */
function withOrWithout(all: readonly string[], one: string, isIn: boolean, max: number): readonly string[] {
  if (all.includes(one) === isIn) return all;
  const others = all.filter((other) => other !== one);
  return (isIn ? [...others, one] : others).slice(-max);
}

function moved(state: State, event: Extract<ListEvent, { type: 'session.moved' }>): ListState {
  const { list } = state;
  const server = state.servers.get(event.server);
  if (server === undefined) return list;
  const all = sessions(state, event.server, server);
  const after = rearranged(all, listed(all, state.asks, listPrefs(state)), event);
  return after === null
    ? list
    : {
        ...list,
        order: merged(
          list.order,
          after.map(({ name }) => name),
        ),
      };
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
