import type { CliCommand } from '../table.ts';
import { optionOf, quoted, sessionsCommand, takesSession } from './words.ts';

export function fish(commands: readonly CliCommand[]): string {
  const first = `not __fish_seen_subcommand_from ${commands.map(({ name }) => name).join(' ')}`;
  return [
    '# fish completion for opensessions',
    'complete -c opensessions -f',
    `complete -c opensessions -n ${quoted(first)} -l help -d help`,
    `complete -c opensessions -n ${quoted(first)} -l version -d version`,
    ...commands.map(
      ({ name, help }) => `complete -c opensessions -n ${quoted(first)} -a ${name} -d ${described(help)}`,
    ),
    ...commands.flatMap((command) => {
      const { name, options, choices = [] } = command;
      const line = `complete -c opensessions -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
      return [
        ...options.map((option) => {
          const { value, help, choices = [] } = optionOf(option);
          const values = option === 'session' ? quoted(`(${sessionsCommand})`) : quoted(choices.join(' '));
          return `${line} -l ${option} ${value === undefined ? '' : `-x -a ${values} `}-d ${described(help)}`;
        }),
        `${line} -l help -d help`,
        ...(choices.length > 0 ? [`${line} -a ${quoted(choices.join(' '))}`] : []),
        ...(takesSession(command) ? [`${line} -a ${quoted(`(${sessionsCommand})`)}`] : []),
        ...(command.runs === true ? [`${line} -a '(__fish_complete_subcommand --fcs-skip=2)'`] : []),
      ];
    }),
  ].join('\n');
}

/** In fish's single quotes a backslash and a quote are escaped by a backslash. */
function described(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
