import type { Event } from '../core/event.ts';
import { reduce } from '../core/reduce.ts';
import { initialState, type State } from '../core/state.ts';

/** The one place where state changes. Listeners hear of real changes only. */
export interface Store {
  state(): State;
  dispatch(event: Event): void;
  onChange(listener: (state: State) => void): void;
}

export function createStore(): Store {
  let state = initialState;
  const listeners: ((state: State) => void)[] = [];
  return {
    state: () => state,
    dispatch(event) {
      const before = state;
      state = reduce(state, event);
      if (state !== before) for (const listener of listeners) listener(state);
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
