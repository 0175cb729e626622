import type { Command } from '../protocol/command.ts';
import type { Session } from '../protocol/state.ts';
import { type Aimed, aimed } from './aim.ts';
import type { Model } from './model.ts';

/** The model after an event, what to ask the daemon for, and whether this sidebar ends. */
export interface Step {
  model: Model;
  commands: readonly Aimed[];
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

/** Nothing went wrong, and nothing happened: why. */
export function told(model: Model, text: string): Model {
  return { ...model, notice: { tone: 'info', text } };
}

/** Nothing is kept for later: a command that comes late does harm. */
export function request(model: Model, command: Command): Step {
  if (model.link !== 'live') return still(failed(model, 'not connected: nothing done'));
  const meant = aimed(model, command);
  if (meant === null) return still(failed(model, 'several tmux servers have that: do it inside one'));
  return { model, commands: [meant], ends: false };
}
