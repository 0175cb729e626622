import type { Command } from '../protocol/command.ts';
import type { Step } from './step.ts';

/** Whoever goes somewhere has done with the popup. */
const leaving: ReadonlySet<Command['name']> = new Set([
  'session.switch',
  'session.switchIndex',
  'session.create',
  'window.focus',
  'pane.focus',
  'attention.next',
]);

/**
 * The same step in a popup: it closes when its user goes somewhere. Where a sidebar would switch and keep the focus, the
 * popup stays open over the session behind it.
 */
export function inPopup(step: Step): Step {
  const ends = step.commands.some((command) => leaving.has(command.name) && !stays(command));
  const commands = step.commands.map((command) => (stays(command) ? { ...command, focus: 'work' as const } : command));
  return { ...step, commands, ends: step.ends || ends };
}

function stays(command: Command): command is Extract<Command, { name: 'session.switch' }> {
  return command.name === 'session.switch' && command.focus === 'sidebar';
}
