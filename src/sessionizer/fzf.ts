import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { newNameProblem } from '../protocol/session-name.ts';
import { drawable } from '../sidebar/text.ts';
import type { Candidate } from './candidate.ts';
import type { Item } from './picker.ts';

/** What fzf came to: an item, nothing because a person left, that there is none, or what went wrong. */
export type Fzf = { item: Item } | 'left' | 'missing' | { problem: string };

const noMatch = 1;
/** Makes a session of what is typed, also where that finds something. */
const createKey = 'alt-enter';
const interrupted = 130;

/** A user's own options come first (`FZF_DEFAULT_OPTS`); what would break the exchange is set again. */
const fzfArgs = [
  ['--read0', '--print0', '--print-query', '--no-multi', '--no-select-1', '--no-exit-0'],
  ['--delimiter=\t', '--with-nth=2..', '--layout=reverse', '--tiebreak=index', '--preview='],
  [`--expect=${createKey}`, '--prompt=session> ', '--header=Enter: go there, Alt-Enter: new session of that name'],
].flat();

export interface FzfRun {
  /** Calls with what can be chosen as it comes; resolves when that is all. */
  feed: (offer: (candidates: readonly Candidate[]) => void) => Promise<void>;
  names: readonly string[];
}

/** Asks by fzf: records are `index TAB text`, ended by NUL, in and out. */
export async function askFzf({ feed, names }: FzfRun): Promise<Fzf> {
  const offered: Candidate[] = [];
  const child = spawn('fzf', fzfArgs, { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = new Promise<Fzf>((resolve) =>
    child.once('error', (error) =>
      resolve('code' in error && error.code === 'ENOENT' ? 'missing' : { problem: `cannot run fzf: ${error.message}` }),
    ),
  );
  // It closes its input when somebody has chosen.
  child.stdin.on('error', () => undefined);
  void feed((candidates) => {
    const lines = candidates.map((candidate, index) => `${offered.length + index}\t${candidate.text}\0`);
    offered.push(...candidates);
    if (child.stdin.writable) child.stdin.write(lines.join(''));
  }).finally(() => child.stdin.end());
  const said = text(child.stdout).catch(() => '');
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return Promise.race([failed, code.then(async (ended) => outcome(ended, await said, offered, names))]);
}

/** What fzf printed: the query, the key unless it was Enter, and the record that was chosen, each ended by NUL. */
export function outcome(
  code: number | null,
  said: string,
  offered: readonly Candidate[],
  names: readonly string[],
): Fzf {
  if (code === interrupted || code === null) return 'left';
  const [query = '', key = '', chosen = ''] = said.split('\0');
  if (code === 0 && key !== createKey) {
    const candidate = offered[Number(/^\d+(?=\t)/.exec(chosen)?.[0] ?? Number.NaN)];
    return candidate === undefined
      ? { problem: 'fzf chose what it was not given' }
      : { item: { type: 'hit', hit: { candidate, matched: [] } } };
  }
  if (code !== noMatch && code !== 0) return { problem: `fzf ended with ${code}` };
  const name = drawable(query);
  const problem = newNameProblem(name, names);
  return problem === null ? { item: { type: 'create', name } } : { problem };
}
