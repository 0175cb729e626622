import type { Origin } from '../protocol/command.ts';
import { type Env, type Paths, paths } from '../protocol/paths.ts';
import { UsageError } from './errors.ts';
import { isOptionName, type Option, type OptionName, options } from './options.ts';
import type { CliCommand } from './table.ts';

/** A command's words and options, and where it was called. */
export interface Call {
  /** Words that are no option. */
  words: readonly string[];
  /** What stands behind `--`, for a command that runs one; else these are words, too. */
  rest: readonly string[];
  values: ReadonlyMap<OptionName, string>;
  origin: Origin;
  paths: Paths;
}

/** @throws UsageError for an option that the command does not take or that has a wrong value, and for a word too many */
export function parseCall(command: CliCommand, args: readonly string[], env: Env): Call {
  const words: string[] = [];
  const values = new Map<OptionName, string>();
  let rest: readonly string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (word === '--') {
      rest = args.slice(index + 1);
      break;
    }
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const [, name = '', inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (!isOptionName(name) || !command.options.includes(name)) throw new UsageError(`no option --${name}`);
    const option: Option = options[name];
    if (option.value === undefined) {
      if (inline !== undefined) throw new UsageError(`--${name} takes no value`);
      values.set(name, '');
      continue;
    }
    if (inline === undefined) index += 1;
    const value = inline ?? args[index];
    if (value === undefined) throw new UsageError(`--${name} needs a value`);
    if (option.choices?.includes(value) === false)
      throw new UsageError(`--${name} is one of ${option.choices.join(', ')}, not "${value}"`);
    values.set(name, value);
  }
  if (command.runs !== true) {
    words.push(...rest);
    rest = [];
  }
  const surplus = words[command.wordsMax ?? 0];
  if (surplus !== undefined && command.runs === true)
    throw new UsageError('the command stands behind --: run -- make test');
  if (surplus !== undefined) throw new UsageError(`what is "${surplus}"? A text of several words needs quotes`);
  return { words, rest, values, origin: originOf(values, env), paths: paths(env) };
}

/** The value of an option in seconds. @throws UsageError when it is no number above 0 and up to `max` */
export function seconds({ values }: Call, name: OptionName, max: number): number | undefined {
  const value = values.get(name);
  if (value === undefined) return undefined;
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
  if (number <= 0 || number > max) throw new UsageError(`--${name} needs seconds above 0 and up to ${max}`);
  return number;
}

function originOf(values: ReadonlyMap<OptionName, string>, env: Env): Origin {
  const server = env['TMUX']?.split(',')[0];
  const client = values.get('client');
  const pane = values.get('pane');
  if (pane !== undefined && !isPaneId(pane)) throw new UsageError('--pane needs a pane id like %7');
  const where = pane ?? env['TMUX_PANE'];
  return {
    ...(server?.startsWith('/') ? { server } : {}),
    ...(client ? { client } : {}),
    ...(where !== undefined && isPaneId(where) ? { pane: where } : {}),
  };
}

function isPaneId(text: string): boolean {
  return /^%\d{1,30}$/.test(text);
}
