import { join } from 'node:path';
import { execa } from 'execa';
import { ask, askStarting, NoDaemon } from '../client/request.ts';
import type { Command } from '../protocol/command.ts';
import { Snapshot } from '../protocol/state.ts';
import { clean } from '../protocol/text.ts';
import { type Call, UsageError } from './arguments.ts';
import { start } from './start.ts';

export type { Call };

export interface CliCommand {
  name: string;
  /** What stands behind the name in the help. */
  usage: string;
  help: string;
  /** How many words it takes at most; default 0. */
  words?: number;
  /** Resolves with the exit code. */
  run: (call: Call) => Promise<number>;
}

/** The commands in the order of the help. `daemon` and `sidebar` are roles of their own: see main.ts. */
export const commands: readonly CliCommand[] = [
  { name: 'start', usage: '', help: 'open tmux (or use the one you are in) with the sidebar', run: start },
  {
    name: 'toggle',
    usage: '',
    help: 'open or close the sidebar',
    run: (call) => act(call, { name: 'sidebar.toggle' }),
  },
  {
    name: 'focus',
    usage: '',
    help: 'open the sidebar and go there',
    run: (call) => act(call, { name: 'sidebar.focus' }),
  },
  {
    name: 'even',
    usage: '',
    help: 'make the work panes of the window equally wide',
    run: (call) => act(call, { name: 'layout.even' }),
  },
  {
    name: 'switch',
    usage: 'N',
    words: 1,
    help: 'switch to the N-th session of the list',
    run: (call) => act(call, { name: 'session.switchIndex', index: indexFrom(call) }),
  },
  {
    name: 'announce',
    usage: '',
    help: 'start the daemon and tell it of this tmux server',
    run: (call) => act(call, { name: 'server.announce' }),
  },
  { name: 'state', usage: '[--json]', help: 'print what is known', run: state },
  { name: 'quit', usage: '', help: 'close everything; the key bindings stay and start it again', run: quit },
  { name: 'uninstall', usage: '', help: 'quit, and take the key bindings out as well', run: uninstall },
];

/** Carries out a command; the daemon is started when there is none. */
async function act({ origin, paths }: Call, command: Command): Promise<number> {
  const answer = await askStarting(paths.socket, 'POST', '/command', { origin, command });
  if (answer.status < 300) return 0;
  throw new Error(detail(answer.body));
}

async function state({ json, paths }: Call): Promise<number> {
  const answer = await ask(paths.socket, 'GET', '/state');
  if (answer.status !== 200) throw new Error(detail(answer.body));
  if (json) {
    process.stdout.write(answer.body);
    return 0;
  }
  const { sessions } = Snapshot.parse(JSON.parse(answer.body));
  const rows = sessions.map((session, index) =>
    [`${index + 1}`, session.name, session.branch ?? '-', session.dir ?? '-', session.metadata.status?.text ?? '']
      .map(clean)
      .join('\t'),
  );
  if (rows.length > 0) process.stdout.write(`${rows.join('\n')}\n`);
  return 0;
}

async function quit({ paths }: Call): Promise<number> {
  const answer = await ask(paths.socket, 'POST', '/command', { command: { name: 'quit' } satisfies Command });
  if (answer.status >= 300) throw new Error(detail(answer.body));
  return 0;
}

async function uninstall(call: Call): Promise<number> {
  await quit(call).catch((error) => {
    if (!(error instanceof NoDaemon)) throw error;
  });
  const script = join(import.meta.dirname, '..', 'scripts', 'uninstall.sh');
  const { exitCode } = await execa('sh', [script], { stdio: 'inherit', reject: false });
  return exitCode ?? 1;
}

function indexFrom({ words: [word = ''] }: Call): number {
  if (!/^[1-9]\d{0,3}$/.test(word)) throw new UsageError('which session? give its number in the list, from 1');
  return Number(word);
}

/** The `detail` of a problem document, or the answer as it came. */
function detail(body: string): string {
  try {
    const problem: unknown = JSON.parse(body);
    const text = typeof problem === 'object' && problem !== null ? Reflect.get(problem, 'detail') : undefined;
    if (typeof text === 'string') return text;
  } catch {
    // Not JSON: shown as it is.
  }
  return body.trim();
}
