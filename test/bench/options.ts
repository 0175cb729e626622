import { parseArgs } from 'node:util';
import type { Settings } from './figure.ts';

export interface Options extends Omit<Settings, 'say'> {
  /** Names of figures, each once; all of them by default. */
  figures: readonly string[];
  record: boolean;
  json: boolean;
  help: boolean;
}

export function usage(names: readonly string[]): string {
  return `usage: npm run bench -- [--only <name>,…]… [--windows 3,27] [--n 30] [--floors] [--day 0.01] [--record] [--json]

  --only     ${names.join(', ')}; default all
  --windows  numbers of tmux windows; default 3,27
  --n        repetitions of what is quick, a fifth for what is slow, up to four times as many until it is steady; default 30
  --floors   only what the product is compared with, no build needed
  --day      how much of a day the figure "day" lives: 1 is a million events; default 0.01
  --record   append the rows to test/bench/history.jsonl
  --json     one JSON array of rows instead of a table`;
}

/**
 * @param names those of all figures
 * @throws Error that says what is wrong
 */
export function parseOptions(argv: readonly string[], names: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      windows: { type: 'string', default: '3,27' },
      n: { type: 'string', default: '30' },
      floors: { type: 'boolean', default: false },
      day: { type: 'string', default: '0.01' },
      record: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    figures: values.only === undefined ? names : chosen(values.only, names),
    windows: listed(values.windows).map((value) => count('--windows', value)),
    n: count('--n', values.n),
    floorsOnly: values.floors,
    dayShare: share(values.day),
    record: values.record,
    json: values.json,
    help: values.help,
  };
}

function chosen(only: readonly string[], names: readonly string[]): string[] {
  const wanted = new Set(only.flatMap(listed));
  const unknown = [...wanted].filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `no figure is called ${unknown.map((name) => name || '""').join(' or ')}; there are ${names.join(', ')}`,
    );
  return names.filter((name) => wanted.has(name));
}

function listed(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`${option} takes whole numbers from 1 to 9999, not "${text}"`);
  return Number(text);
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new Error(`--day takes a number above 0 and up to 1, not "${text}"`);
  return value;
}
