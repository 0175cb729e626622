import { startDaemon } from '../client/start-daemon.ts';
import { paths } from '../protocol/paths.ts';
import { clean } from '../protocol/text.ts';
import { version } from '../version.ts';
import { openApp, sizeOf } from './app.tsx';
import type { Connection } from './connection.ts';
import { depthOf } from './depth.ts';
import { explain } from './explain.ts';
import { lastSettings, lastSnapshot } from './last-snapshot.ts';
import { type Standing, standing } from './standing.ts';
import { start } from './ui.ts';

/** As of every command that is used wrongly. */
const usageExitCode = 2;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the sidebar in this terminal, a pane of tmux or any other, until the daemon says `bye`, its user closes it or a
 * signal comes. Sets the exit code.
 */
export async function sidebar(args: readonly string[]): Promise<void> {
  const { env, stdin, stdout } = process;
  let where: Standing;
  try {
    where = standing(args, env);
  } catch (error) {
    const message = clean(error instanceof Error ? error.message : String(error));
    return fail(`opensessions sidebar: ${message}\nSee opensessions sidebar --help.`, usageExitCode);
  }
  const { place, origin } = where;
  if (!stdin.isTTY || !stdout.isTTY)
    return fail('opensessions sidebar: needs a terminal; try: opensessions state --json');
  const files = paths(env);
  const { snapshot, problem } = lastSnapshot(files.snapshot);
  const ended = Promise.withResolvers<void>();
  let connection: Connection | undefined;

  const app = openApp({
    stdin,
    stdout,
    depth: depthOf(env),
    model: start({
      place,
      home: env['HOME'] ?? '',
      version,
      size: sizeOf(stdout),
      snapshot,
      settings: lastSettings(files.settings),
      server: origin.server ?? null,
      now: Date.now(),
    }),
    clock: Date.now,
    send: (command) => connection?.send(command),
    explain: (session) => void explain(files.socket, session, app.dispatch),
    onEnd: ended.resolve,
  });
  for (const signal of signals) process.once(signal, ended.resolve);
  // The terminal went away: there is nobody left to draw for.
  stdout.once('error', ended.resolve);
  stdin.once('end', ended.resolve);
  stdin.once('error', ended.resolve);
  if (problem !== null) app.dispatch({ type: 'noticed', notice: problem });

  // After the first paint, because loading it takes longer than painting.
  const { connect } = await import('./connection.ts');
  connection = connect({
    socket: files.socket,
    origin,
    startDaemon: () =>
      startDaemon(({ message }) => app.dispatch({ type: 'noticed', notice: `cannot start the daemon: ${message}` })),
    onMessage: app.dispatch,
    onLink: (link) => app.dispatch({ type: 'link', link }),
    onProblem: (notice) => app.dispatch({ type: 'noticed', notice }),
  });
  await ended.promise;
  await Promise.all([connection.close(), app.close()]);
}

function fail(message: string, exitCode = 1): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}
