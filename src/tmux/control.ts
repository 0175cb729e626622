import { execa } from 'execa';
import { controlParser } from './control-parser.ts';
import { TmuxError, TmuxGone } from './errors.ts';
import { type Argv, commandLine } from './quote.ts';

const lineBytesMax = 16 * 1024 * 1024;
const requestsWaitingMax = 10_000;

interface Waiting {
  line: string;
  commands: number;
  answers: string[][];
  resolve: (answers: string[][]) => void;
  reject: (error: Error) => void;
}

/** One `tmux -C` process: commands go in, answers come out in order. It never starts a tmux server. */
export interface ControlLine {
  /**
   * Runs commands in one turn of tmux's loop: nothing that others do comes between, and clients are drawn once, afterwards.
   * Resolves with one list of lines for each command.
   *
   * @throws TmuxError when one of them fails (those behind it did not run); TmuxGone when the line ends before the answer
   */
  run(...commands: Argv[]): Promise<string[][]>;
  readonly pid: number | undefined;
  /** Settles when the process has ended; the value says why. */
  readonly ended: Promise<TmuxGone>;
  close(): void;
}

export interface ControlOptions {
  tmux: string;
  /** Words before the command, see `dieWithUs`; default none. */
  wrapper?: readonly string[];
  /** Socket path of the tmux server. */
  server: string;
  /** The command by which the client attaches. */
  attach: Argv;
  onNotification?: (name: string, rest: string) => void;
}

export function openControlLine({ tmux, wrapper = [], server, attach, onNotification }: ControlOptions): ControlLine {
  const waiting: Waiting[] = [];
  let attached = false;
  let gone: TmuxGone | undefined;
  let exitReason = '';

  const [file = tmux, ...args] = [...wrapper, tmux, '-N', '-u', '-S', server, '-C', ...attach];
  const child = execa(file, args, {
    // Inside tmux an attach would be refused as nesting.
    env: { ...process.env, TMUX: undefined, TMUX_PANE: undefined },
    extendEnv: false,
    stdin: 'pipe',
    buffer: false,
    reject: false,
  });

  const parse = controlParser((event) => {
    if (event.type === 'notification') {
      if (event.name === 'exit') exitReason = event.rest;
      if (event.name === 'session-changed' && !attached) {
        attached = true;
        write(waiting.map(({ line }) => line));
      }
      onNotification?.(event.name, event.rest);
      return;
    }
    const request = waiting[0];
    if (request === undefined) return;
    if (!event.ok) {
      waiting.shift();
      request.reject(new TmuxError(request.line, event.lines.join(' ') || 'unknown error'));
      return;
    }
    request.answers.push(event.lines);
    if (request.answers.length < request.commands) return;
    waiting.shift();
    request.resolve(request.answers);
  });

  let partial = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const lines = (partial + chunk).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) parse(line);
    if (partial.length > lineBytesMax) {
      exitReason = `a line of over ${lineBytesMax} bytes`;
      child.kill();
    }
  });
  let complaint = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (chunk: string) => {
    complaint = (complaint + chunk).slice(-1000);
  });
  // A write to a line that just ended fails here; `ended` tells it better.
  child.stdin.on('error', (error) => {
    exitReason ||= error.message;
  });

  /** What is asked in one tick arrives in one piece, so that tmux does it in one turn and draws once. */
  function write(lines: readonly string[]): void {
    child.stdin.cork();
    for (const line of lines) child.stdin.write(`${line}\n`);
    process.nextTick(() => child.stdin.uncork());
  }

  const ended = child.then((result) => {
    gone = new TmuxGone(server, complaint.trim() || exitReason || result.shortMessage || 'the control line ended');
    for (const request of waiting.splice(0)) request.reject(gone);
    return gone;
  });

  return {
    pid: child.pid,
    ended,
    run(...commands) {
      if (gone !== undefined) return Promise.reject(gone);
      // An empty line would detach us.
      if (commands.length === 0) return Promise.resolve([]);
      if (waiting.length >= requestsWaitingMax) {
        return Promise.reject(new TmuxGone(server, `${requestsWaitingMax} requests wait for an answer`));
      }
      const line = commandLine(commands);
      return new Promise((resolve, reject) => {
        waiting.push({ line, commands: commands.length, answers: [], resolve, reject });
        // tmux may read its input before the command by which we attach, and would do this before that.
        if (attached) write([line]);
      });
    },
    close() {
      // An empty line detaches a control client: tmux ends it in order.
      child.stdin.end('\n');
    },
  };
}

/**
 * Words before a command that make the kernel end it when we die, or none where that is not to be had (macOS). Without
 * them a control client outlives a killed daemon whenever output was on its way to it: tmux waits for it to be read
 * (server_client_check_exit, seen on 3.3a), and the stash looks attended.
 */
export async function dieWithUs(): Promise<string[]> {
  const wrapper = ['setpriv', '--pdeathsig', 'KILL'];
  const [file = '', ...args] = [...wrapper, 'true'];
  const { failed } = await execa(file, args, { reject: false, stdio: 'ignore' });
  return failed ? [] : wrapper;
}
