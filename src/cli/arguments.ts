import type { Origin } from '../protocol/command.ts';
import { type Env, type Paths, paths } from '../protocol/paths.ts';

/** The command line makes no sense; `message` says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command's words, and where it was called. */
export interface Call {
  /** Words that are no option. */
  words: readonly string[];
  json: boolean;
  origin: Origin;
  paths: Paths;
}

/**
 * Options: `--json`, `--client NAME` (tmux client), `--pane ID`. The rest of the origin comes from `$TMUX` and `$TMUX_PANE`.
 *
 * @throws UsageError for an option that does not exist, or has no value or a wrong one
 */
export function parseCall(args: readonly string[], env: Env): Call {
  const words: string[] = [];
  const values = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (!word.startsWith('--')) words.push(word);
    else if (word === '--json') values.set(word, '');
    else if (word === '--client' || word === '--pane') {
      index += 1;
      const value = args[index];
      if (value === undefined) throw new UsageError(`${word} needs a value`);
      values.set(word, value);
    } else throw new UsageError(`no option ${word}`);
  }
  const server = env['TMUX']?.split(',')[0];
  const client = values.get('--client');
  const pane = values.get('--pane');
  if (pane !== undefined && !isPaneId(pane)) throw new UsageError('--pane needs a pane id like %7');
  const where = pane ?? env['TMUX_PANE'];
  return {
    words,
    json: values.has('--json'),
    origin: {
      ...(server?.startsWith('/') ? { server } : {}),
      ...(client ? { client } : {}),
      ...(where !== undefined && isPaneId(where) ? { pane: where } : {}),
    },
    paths: paths(env),
  };
}

function isPaneId(text: string): boolean {
  return /^%\d{1,30}$/.test(text);
}
