import type { Context } from '../adapter.ts';
import { tailLines } from '../tail.ts';
import { parseFields, shown, text } from '../values.ts';

const tailBytes = 256 * 1024;
const lineBytesMax = 16 * 1024;
const namesMax = 2048;

export interface Names {
  /** Threads whose names matter. */
  want(threads: Iterable<string>): void;
  close(): Promise<void>;
}

/** Names that people gave (`/rename`), from `session_index.jsonl`: for threads that no server speaks of. */
export function followNames({ observe, failed }: Context, agent: string, path: string): Names {
  const names = new Map<string, { name: string; version: number }>();
  const told = new Map<string, number>();
  let wanted = new Set<string>();

  function tell(): void {
    for (const thread of wanted) {
      const known = names.get(thread);
      if (known === undefined || told.get(thread) === known.version) continue;
      told.set(thread, known.version);
      observe([
        {
          agent,
          thread,
          source: 'transcript',
          subject: `name:${thread}`,
          version: known.version,
          claim: null,
          at: 0,
          process: null,
          expires: null,
          facts: { names: { custom: known.name } },
        },
      ]);
    }
  }

  const tail = tailLines(path, {
    headBytes: 0,
    tailBytes,
    lineBytesMax,
    onLines(lines, { version }) {
      for (const line of lines) {
        const fields = parseFields(line);
        const [thread, name] = [text(fields?.['id']), shown(fields?.['thread_name'])];
        if (thread === null || name === null) continue;
        if (names.size >= namesMax) names.clear();
        names.set(thread, { name, version });
      }
      tell();
    },
    onProblem: (error) => failed('transcript', path, error),
  });
  return {
    want(threads) {
      wanted = new Set(threads);
      for (const thread of told.keys()) if (!wanted.has(thread)) told.delete(thread);
      tell();
    },
    close: () => tail.close(),
  };
}
