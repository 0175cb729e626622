import { records } from './records.ts';

const bytesMax = 1024 * 1024;
const millisMax = 2000;

/** Directories in which sessions were started, by session id. Empty where tmux does not answer. */
export async function sessionPaths(tmux: string, server: string): Promise<Map<string, string>> {
  const lines = await ask(tmux, server, 'list-sessions', '-F', '#{session_id} #{session_path}');
  return new Map(
    lines.flatMap((line) => {
      const [, id, path] = /^(\$\d+) (\/.*)$/.exec(line) ?? [];
      return id === undefined || path === undefined ? [] : [[id, path]];
    }),
  );
}

/** tmux's global environment. Empty where tmux does not answer. */
export async function globalEnvironment(tmux: string, server: string): Promise<Record<string, string>> {
  const lines = await ask(tmux, server, 'show-environment', '-g');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const end = line.indexOf('=');
      return end > 0 ? [[line.slice(0, end), line.slice(end + 1)]] : [];
    }),
  );
}

async function ask(tmux: string, server: string, ...args: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  await records([tmux, '-S', server, ...args], {
    separator: '\n',
    bytesMax,
    millisMax,
    onRecords: (more) => lines.push(...more),
  });
  return lines;
}
