// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are parameters of the shell.
import type { CliCommand } from '../table.ts';
import { choiceOptions, optionOf, quoted, sessionsCommand, takesSession, valueOptions } from './words.ts';

export function zsh(commands: readonly CliCommand[]): string {
  const rest = valueOptions.filter((name) => name !== 'session' && !choiceOptions.includes(name));
  return [
    '#compdef opensessions',
    '_opensessions_sessions() {',
    `  compadd -- "\${(@f)$(${sessionsCommand})}"`,
    '}',
    '_opensessions() {',
    '  local -a commands options choices',
    '  if ((CURRENT == 2)); then',
    '    commands=(',
    ...commands.map(({ name, help }) => `      ${described(name, help)}`),
    '    )',
    '    _describe command commands',
    '    return',
    '  fi',
    '  local separator=${words[(I)--]}',
    '  if ((separator > 2 && separator < CURRENT)); then',
    '    shift separator words',
    '    ((CURRENT -= separator))',
    '    _normal',
    '    return',
    '  fi',
    '  case ${words[CURRENT-1]} in',
    ...choiceOptions.map((name) => `    --${name}) compadd -- ${(optionOf(name).choices ?? []).join(' ')}; return ;;`),
    '    --session) _opensessions_sessions; return ;;',
    `    ${rest.map((name) => `--${name}`).join(' | ')}) return ;;`,
    '  esac',
    '  case ${words[2]} in',
    ...commands.map(({ name, options, choices = [] }) => {
      const all = [
        ...options.map((option) => described(`--${option}`, optionOf(option).help)),
        described('--help', 'help'),
      ];
      return `    ${name}) options=(${all.join(' ')}); choices=(${choices.join(' ')}) ;;`;
    }),
    '  esac',
    '  if ((${#choices})); then compadd -- $choices; fi',
    '  case ${words[2]} in',
    `    ${commands
      .filter(takesSession)
      .map(({ name }) => name)
      .join(' | ')}) _opensessions_sessions ;;`,
    '  esac',
    '  _describe option options',
    '}',
    // Autoloaded from fpath it is called at once; sourced it only registers itself.
    'if [[ ${funcstack[1]} == _opensessions ]]; then _opensessions "$@"; else compdef _opensessions opensessions; fi',
  ].join('\n');
}

function described(word: string, help: string): string {
  return quoted(`${word}:${help.replaceAll(':', '\\:')}`);
}
