import { startDaemon } from '../../client/start-daemon.ts';
import { paths } from '../../protocol/paths.ts';
import type { Snapshot, You } from '../../protocol/state.ts';
import { clean } from '../../protocol/text.ts';
import { type Connection, connect } from '../connection.ts';
import { originOf } from '../origin.ts';
import { createLines } from './lines.ts';
import { createTeller } from './teller.ts';
import { createTroubles } from './troubles.ts';
import { typed } from './typed.ts';
import { plainView } from './view.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Lines that came before there was anything to mean; more are not taken. */
const earlyLinesMax = 100;
/** After the end of input: what the last command came to is still heard. */
const farewellMillis = 1000;
/** After the end of input, when nothing was told yet. */
const firstNewsMillisMax = 10_000;

/**
 * The text mode: tells the state in lines, then each change that matters, and takes commands in lines, until its input or
 * output ends, the daemon says `bye`, or a signal comes. Sets the exit code.
 */
export async function plainSidebar(): Promise<void> {
  const { env, stdin, stdout } = process;
  const files = paths(env);
  const ended = Promise.withResolvers<void>();
  const early: string[] = [];
  let latest: { snapshot: Snapshot; you: You } | null = null;
  let isGreeted = false;
  let farewell: NodeJS.Timeout | undefined;
  let isInputOver = false;

  const teller = createTeller(stdout, Date.now, (isFirst) => {
    for (const line of early.splice(0)) take(line);
    if (isInputOver && isFirst) leaveSoon(farewellMillis);
  });

  const troubles = createTroubles(teller.print);
  const connection: Connection = connect({
    socket: files.socket,
    origin: originOf(env),
    startDaemon: () => startDaemon(({ message }) => troubles.problem(`cannot start the daemon: ${message}`)),
    onLink: troubles.link,
    onProblem: troubles.problem,
    onMessage(message) {
      switch (message.type) {
        case 'hello':
          isGreeted = false;
          break;
        case 'state':
          latest = { snapshot: message.state, you: message.you };
          hear();
          break;
        case 'settings':
          // Said once the daemon knows who we are: what it said of us before that is not true.
          isGreeted = true;
          troubles.problem(message.settings.problem);
          hear();
          break;
        case 'error':
          teller.print([clean(message.message)]);
          break;
        case 'bye':
          teller.print(['opensessions has ended']);
          ended.resolve();
      }
    },
  });

  function hear(): void {
    if (isGreeted && latest !== null) teller.hear(plainView(latest.snapshot, latest.you));
  }

  function take(line: string): void {
    const view = teller.told();
    if (view === null) {
      if (early.length < earlyLinesMax) early.push(line);
      return;
    }
    const next = typed(line, view);
    if (next.do === 'say') teller.print(next.lines);
    else if (next.do === 'list') teller.list();
    else if (next.do === 'leave') ended.resolve();
    else if (!connection.send(next.command)) teller.print(['not connected: nothing done']);
  }

  function leaveSoon(millis: number): void {
    clearTimeout(farewell);
    farewell = setTimeout(() => {
      if (teller.told() === null) process.exitCode = 1;
      ended.resolve();
    }, millis);
  }

  function endInput(): void {
    if (isInputOver) return;
    isInputOver = true;
    for (const line of lines('\n')) take(line);
    leaveSoon(teller.told() === null ? firstNewsMillisMax : farewellMillis);
  }

  const lines = createLines();
  stdin.setEncoding('utf8');
  stdin.on('data', (text: string) => {
    for (const line of lines(text)) take(line);
  });
  stdin.once('end', endInput);
  // A terminal that went away says EIO.
  stdin.once('error', ended.resolve);
  // Who listened has gone: there is nobody to tell.
  stdout.once('error', ended.resolve);
  for (const signal of signals) process.once(signal, ended.resolve);

  await ended.promise;
  clearTimeout(farewell);
  teller.close();
  await connection.close();
  stdin.destroy();
}
