import { type Option, type OptionName, options } from '../options.ts';
import type { CliCommand } from '../table.ts';

/** How a completion script asks for session names. */
export const sessionsCommand = 'opensessions sessions 2>/dev/null';

/** Commands whose words are names of sessions. */
export function takesSession({ usage }: CliCommand): boolean {
  return usage.includes('SESSION');
}

export const valueOptions = Object.keys(options)
  .filter(isName)
  .filter((name) => optionOf(name).value !== undefined);
export const choiceOptions = valueOptions.filter((name) => optionOf(name).choices !== undefined);

export function optionOf(name: OptionName): Option {
  return options[name];
}

/** A text in single quotes, as all three shells read it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function isName(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}
