import type { Event } from '../core/event.ts';
import { reduce } from '../core/reduce.ts';
import { initialState, type State } from '../core/state.ts';

type Listener = (state: State, before: State, event: Event) => void;

/** The one place where state changes. Listeners hear of real changes only. */
export interface Store {
  state(): State;
  dispatch(event: Event): void;
  onChange(listener: Listener): void;
}

export function createStore(): Store {
  let state = initialState;
  const listeners: Listener[] = [];
  return {
    state: () => state,
    dispatch(event) {
      const before = state;
      state = reduce(state, event);
      if (state !== before) for (const listener of listeners) listener(state, before, event);
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
