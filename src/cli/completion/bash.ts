// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are parameters of the shell.
import type { CliCommand } from '../table.ts';
import { choiceOptions, optionOf, quoted, sessionsCommand, takesSession, valueOptions } from './words.ts';

/**
 * For bash 3.2 and newer. Names of sessions are never given to `compgen -W`, which would run a `$(…)` in one of them.
 */
export function bash(commands: readonly CliCommand[]): string {
  const rest = valueOptions.filter((name) => name !== 'session' && !choiceOptions.includes(name));
  return [
    '# bash completion for opensessions',
    '_opensessions_sessions() {',
    '  local name',
    '  while IFS= read -r name; do',
    '    if [[ $name == "$1"* ]]; then COMPREPLY+=("$(printf %q "$name")"); fi',
    `  done < <(${sessionsCommand})`,
    '}',
    '_opensessions() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words= index',
    '  COMPREPLY=()',
    '  if ((COMP_CWORD == 1)); then',
    `    COMPREPLY=($(compgen -W ${quoted([...commands.map(({ name }) => name), '--help', '--version'].join(' '))} -- "$current"))`,
    '    return',
    '  fi',
    '  for ((index = 2; index < COMP_CWORD; index++)); do',
    '    if [[ ${COMP_WORDS[index]} == -- ]]; then',
    '      COMPREPLY=($(compgen -c -f -- "$current"))',
    '      return',
    '    fi',
    '  done',
    '  case $previous in',
    ...choiceOptions.map((name) => arm(`--${name}`, optionOf(name).choices ?? [])),
    '    --session) _opensessions_sessions "$current"; return ;;',
    `    ${rest.map((name) => `--${name}`).join(' | ')}) return ;;`,
    '  esac',
    '  case ${COMP_WORDS[1]} in',
    ...commands.map(({ name, options, choices = [] }) => {
      const words = [...choices, ...options.map((option) => `--${option}`), '--help'];
      return `    ${name}) words=${quoted(words.join(' '))} ;;`;
    }),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    `  case \${COMP_WORDS[1]} in`,
    `    ${commands
      .filter(takesSession)
      .map(({ name }) => name)
      .join(' | ')}) if [[ $current != -* ]]; then _opensessions_sessions "$current"; fi ;;`,
    '  esac',
    '}',
    'complete -F _opensessions opensessions',
  ].join('\n');
}

function arm(pattern: string, words: readonly string[]): string {
  return `    ${pattern}) COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$current")); return ;;`;
}
