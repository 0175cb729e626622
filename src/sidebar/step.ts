import type { Command } from '../protocol/command.ts';
import type { Session } from '../protocol/state.ts';
import { allSessionsOf, type Model } from './model.ts';

/** The model after an event, what to ask the daemon for, and whether this sidebar ends. */
export interface Step {
  model: Model;
  commands: readonly Command[];
  /** The session about which the daemon is to be asked why its threads are shown as they are. */
  explain?: Session;
  ends: boolean;
}

export function still(model: Model): Step {
  return { model, commands: [], ends: false };
}

export function failed(model: Model, text: string): Model {
  return { ...model, notice: { tone: 'error', text } };
}

/** Nothing is kept for later: a command that comes late does harm. */
export function request(model: Model, command: Command): Step {
  if (model.link !== 'live') return still(failed(model, 'not connected: nothing done'));
  // Session ids of two servers can be the same, and a command does not name its server.
  const servers = new Set(allSessionsOf(model).map(({ server }) => server));
  if (servers.size > 1 && 'session' in command) return still(failed(model, 'several tmux servers: do it inside one'));
  return { model, commands: [command], ends: false };
}
