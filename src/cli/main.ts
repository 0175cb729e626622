import { NoDaemon } from '../client/request.ts';
import { version } from '../version.ts';
import { parseCall, UsageError } from './arguments.ts';
import { type Call, commands } from './commands.ts';
import { helpText } from './help.ts';

/** Exit codes of the command line: part of its contract. */
export const exit = { ok: 0, failure: 1, usage: 2, noDaemon: 3 } as const;

/** Runs one command of the scripting surface; resolves with the exit code. Data goes to stdout, talk to stderr. */
export async function cli(name: string, args: readonly string[]): Promise<number> {
  if (name === '--version' || name === '-V') return say(version);
  if (name === '--help' || name === '-h' || name === 'help' || args.includes('--help')) return say(helpText());
  try {
    const command = commands.find((one) => one.name === name);
    if (command === undefined) throw new UsageError(`no command "${name}"`);
    const call: Call = parseCall(args, process.env);
    const surplus = call.words[command.words ?? 0];
    if (surplus !== undefined) throw new UsageError(`what is "${surplus}"?`);
    return await command.run(call);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`opensessions ${name}: ${message}\n`);
    if (error instanceof UsageError) process.stderr.write('See opensessions --help.\n');
    if (error instanceof NoDaemon) process.stderr.write('It is started by: opensessions toggle (inside tmux)\n');
    return error instanceof UsageError ? exit.usage : error instanceof NoDaemon ? exit.noDaemon : exit.failure;
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return exit.ok;
}
