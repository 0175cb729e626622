import { NoDaemon } from '../client/request.ts';
import { version } from '../version.ts';
import { type Call, parseCall } from './call.ts';
import { exit, TimedOut, UsageError } from './errors.ts';
import { commands, find } from './table.ts';

/** Runs a command; resolves with the exit code. */
export type Run = (call: Call) => Promise<number>;

/**
 * Runs one command of the scripting surface; resolves with the exit code. Data goes to stdout, talk to stderr.
 *
 * @param elsewhere commands of the table that are carried out by what this folder does not know
 */
export async function cli(
  name: string,
  args: readonly string[],
  elsewhere: Readonly<Record<string, () => Promise<Run>>> = {},
): Promise<number> {
  try {
    if (name === '--version' || name === '-V') return say(version);
    if (['--help', '-h', 'help'].includes(name)) return say(await help(args[0]));
    const command = find(name);
    if (command === undefined) throw new UsageError(`no command "${name}"${await nearest(name)}`);
    if (asksForHelp(args)) return say(await help(name));
    const load = command.load ?? elsewhere[name];
    const call = parseCall(command, args, process.env);
    if (load === undefined) throw new UsageError(`${name} is not to be called like this`);
    return await (await load())(call);
  } catch (error) {
    return complain(name, error);
  }
}

async function complain(name: string, error: unknown): Promise<number> {
  const { clean } = await import('../protocol/text.ts');
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`opensessions ${clean(name)}: ${clean(message)}\n`);
  if (error instanceof UsageError) {
    process.stderr.write(`See opensessions ${find(name) === undefined ? '' : `${name} `}--help.\n`);
    return exit.usage;
  }
  if (error instanceof NoDaemon) {
    process.stderr.write('It is started by: opensessions toggle (inside tmux)\n');
    return exit.noDaemon;
  }
  return error instanceof TimedOut ? exit.timedOut : exit.failure;
}

async function help(name: string | undefined): Promise<string> {
  const { commandHelp, helpText } = await import('./help.ts');
  if (name === undefined) return helpText();
  const command = find(name);
  if (command === undefined) throw new UsageError(`no command "${name}"`);
  return commandHelp(command);
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).some((word) => word === '--help' || word === '-h');
}

async function nearest(name: string): Promise<string> {
  const { nearestOf } = await import('./nearest.ts');
  const found = nearestOf(
    name,
    commands.map((one) => one.name),
  );
  return found === undefined ? '' : `: did you mean ${found}?`;
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return exit.ok;
}
