/** One tmux command as an argument vector: the command's name, then its arguments, all verbatim. */
export type Argv = readonly [command: string, ...args: string[]];

/**
 * Renders commands as one line for tmux's own parser, the only place where that is done. A control client has no argv:
 * every line is parsed, and `;`, quotes, braces, `~`, `$` and line breaks mean something there. Inside double quotes
 * tmux knows `\ooo`, so whatever is not plain goes in as octal (a `~` expands at the start of a double-quoted string, too).
 *
 * @throws RangeError for an argument with a NUL, which no tmux string can hold
 */
export function commandLine(commands: readonly Argv[]): string {
  return commands.map(([command, ...args]) => [command, ...args.map(quote)].join(' ')).join(' ; ');
}

function quote(argument: string): string {
  if (argument.includes('\0')) throw new RangeError('a tmux argument cannot hold a NUL');
  return `"${argument.replace(/[\u0001-\u001f\u007f"\\$~]/g, octal)}"`;
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

/**
 * Text from others where tmux expects a format: `#(…)` in it would run, `#{…}` would expand. tmux leaves `##[` as it is,
 * for whoever draws styles later; where nobody draws, the bracket has to come from an expansion.
 */
export function literalFormat(text: string): string {
  return doubled(text).replaceAll('##[', '###{l:[}');
}

/** The same where the result is drawn, and goes through strftime(3): messages and the status line. */
export function literalTimeFormat(text: string): string {
  return doubled(text).replaceAll('%', '%%');
}

function doubled(text: string): string {
  return text.replaceAll('#', '##');
}
