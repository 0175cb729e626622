import { type Option, options } from './options.ts';
import { type CliCommand, commands } from './table.ts';

const groups: Readonly<Record<CliCommand['group'], string>> = {
  push: 'Say what a session is doing',
  read: 'Look',
  do: 'Use',
  'set up': 'Set up',
};

/** What each exit code means, for help and reference. */
export const exitCodes = [
  [0, 'done'],
  [1, 'failed: the reason is on stderr'],
  [2, 'wrong usage'],
  [3, 'no daemon runs'],
  [4, 'timed out'],
] as const;

/** `--help`, made from the command table. */
export function helpText(): string {
  const width = Math.max(...commands.map((one) => synopsis(one).length));
  return [
    'opensessions: what your tmux sessions and coding agents are doing, at a glance',
    '',
    'Usage: opensessions COMMAND [OPTION…]     opensessions COMMAND --help',
    ...Object.entries(groups).flatMap(([group, title]) => [
      '',
      `${title}:`,
      ...commands.filter((one) => one.group === group).map((one) => `  ${synopsis(one).padEnd(width)}  ${one.help}`),
    ]),
    '',
    'Inside tmux: prefix o, then s focus, t toggle, p popup, e even, n next, c sessionizer, 1-9 switch.',
    'Data goes to stdout, talk to stderr.',
    `Exit codes: ${exitCodes.map(([code, meaning]) => `${code} ${meaning.replace(/:.*/, '')}`).join(', ')}.`,
  ].join('\n');
}

/** `COMMAND --help` */
export function commandHelp(command: CliCommand): string {
  const rows = command.options.map((name) => [optionText(name), options[name].help] as const);
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  const examples = command.examples.flatMap(([line, does]) => [`  opensessions ${line}`, `      ${does}`]);
  return [
    `opensessions ${synopsis(command)}${command.options.length > 0 && command.runs !== true ? ' [OPTION…]' : ''}`,
    `  ${command.help}`,
    ...section(
      'Options',
      rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    ),
    ...section('Examples', examples),
    ...(command.details === undefined ? [] : ['', ...command.details]),
  ].join('\n');
}

export function synopsis({ name, usage }: CliCommand): string {
  return `${name} ${usage}`.trim();
}

/** `--tone TONE` */
export function optionText(name: keyof typeof options): string {
  const option: Option = options[name];
  return option.value === undefined ? `--${name}` : `--${name} ${option.value}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}
