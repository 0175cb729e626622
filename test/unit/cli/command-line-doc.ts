import { exitCodes, optionText, synopsis } from '../../../src/cli/help.ts';
import { options } from '../../../src/cli/options.ts';
import { type CliCommand, commands } from '../../../src/cli/table.ts';

/** `docs/reference/command-line.md`, from the command table. */
export function commandLineDoc(): string {
  return [
    '# Command line',
    '',
    '<!-- Made from src/cli/table.ts. After a change there: vitest run --project unit -u -->',
    '',
    intro,
    '',
    ...table(
      ['exit code', 'means'],
      exitCodes.map(([code, meaning]) => [`${code}`, meaning]),
    ),
    '',
    ...commands.flatMap(section),
  ].join('\n');
}

function section(command: CliCommand): string[] {
  const rows = command.options.map((name) => [`\`${optionText(name)}\``, escaped(options[name].help)] as const);
  return [
    `## opensessions ${escaped(synopsis(command))}`,
    '',
    `${command.help.charAt(0).toUpperCase()}${command.help.slice(1)}.`,
    '',
    ...(rows.length === 0 ? [] : [...table(['option', 'does'], rows), '']),
    ...(command.examples.length === 0 ? [] : ['```sh', ...command.examples.flatMap(example), '```', '']),
    ...(command.details === undefined ? [] : [...command.details, '']),
  ];
}

function example([line, does]: readonly [string, string]): string[] {
  return [`# ${does}`, `opensessions ${line}`];
}

/** A `|` ends a cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

function table(head: readonly [string, string], rows: readonly (readonly [string, string])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...[head, ...rows].map((row) => row[column === 0 ? 0 : 1].length)));
  const [first = 0, second = 0] = widths;
  const line = ([left, right]: readonly [string, string]) => `| ${left.padEnd(first)} | ${right.padEnd(second)} |`;
  return [line(head), `| ${'-'.repeat(first)} | ${'-'.repeat(second)} |`, ...rows.map(line)];
}

const intro = `\`scripts/opensessions\`, linked into your \`PATH\` as \`opensessions\`. \`opensessions COMMAND --help\` says the same as this page.

Data goes to stdout, talk and errors to stderr. \`NO_COLOR\` takes the colours away. Options may stand anywhere, as
\`--tone warn\` or \`--tone=warn\`; what stands behind \`--\` is no option.

A push is for the session of \`$TMUX_PANE\`, the pane that it is called in; \`--session\` or \`--pane\` name another one. Inside
tmux a push starts the daemon when none runs, and makes the tmux server known to it. Outside tmux it exits with 3.`;
