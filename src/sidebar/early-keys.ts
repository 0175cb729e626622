import type { Model, ModeName } from './model.ts';
import type { UiEvent } from './ui.ts';

const keysMax = 64;
/** What asks before it does harm is not answered by a key that was pressed before it could be read. */
const asking: ReadonlySet<ModeName> = new Set(['confirm-kill', 'confirm-quit', 'ask', 'ports']);
/** They close a popup, which needs no daemon. */
const closing: ReadonlySet<string> = new Set(['escape', 'q', 'ctrl-c']);

/**
 * Keys that are pressed in tmux before the daemon has answered for the first time: who opens the sidebar knows what to press
 * next, and does not wait. They are kept until there is a list that they can be about.
 */
export interface EarlyKeys {
  /** Whether the event is a key that is kept for later. */
  keeps(model: Model, event: UiEvent): boolean;
  /** The next of them whose time has come with this event, or after the one before. */
  next(model: Model, event: UiEvent): UiEvent | undefined;
}

export function earlyKeys(): EarlyKeys {
  const kept: string[] = [];
  let isOver = false;
  return {
    keeps({ place }, event) {
      if (isOver || place === 'terminal' || event.type !== 'key') return false;
      if (place === 'popup' && closing.has(event.key)) return false;
      if (kept.length < keysMax) kept.push(event.key);
      return true;
    },
    next({ mode }, event) {
      isOver ||= endsWait(event);
      if (asking.has(mode.name)) kept.length = 0;
      const key = isOver ? kept.shift() : undefined;
      return key === undefined ? undefined : { type: 'key', key };
    },
  };
}

/** The first state is said to everybody, the one after it to us. A daemon that has just started knows no sessions yet. */
function endsWait(event: UiEvent): boolean {
  if (event.type === 'link') return event.link === 'gone';
  if (event.type !== 'state') return event.type === 'error';
  const { state, you } = event;
  return you.server !== null && state.sessions.some(({ server }) => server === you.server);
}
