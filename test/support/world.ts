import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Paths, paths } from '../../src/protocol/paths.ts';
import { Daemon } from './daemon.ts';
import type { Answer } from './http.ts';
import { type Memory, memoryOf, type ProcessInfo, processesBelow } from './processes.ts';
import { Reaper } from './reaper.ts';
import { Shims, type Spawn, which } from './shims.ts';
import { Terminal } from './terminal.ts';
import { until } from './until.ts';

/** The checkout. */
export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Far from the indexes that users and the product take. */
const attachHookIndex = 90_000;
const commandTimeoutMs = 30_000;
const outputBytesMax = 16 * 1024 * 1024;

export interface WorldOptions {
  /** Size of terminals and detached sessions; default 100×30. */
  cols?: number;
  rows?: number;
  /** Added to the world's environment; undefined removes a variable. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Appended to the tmux configuration. */
  tmuxConf?: string;
  /** Programs whose every start is written down, see `spawned`; `tmux` includes the one of OPENSESSIONS_TMUX. */
  record?: readonly string[];
}

export interface SessionOptions {
  /** Working directory; default a private one. */
  dir?: string;
  /** argv of the first pane; default prints `WORK-<name>` and then sits quietly. */
  command?: readonly string[];
}

export interface AttachOptions {
  /** Name; default the session that tmux chooses. */
  session?: string;
  /** Size; default the world's. */
  cols?: number;
  rows?: number;
}

/** Ids of what was created, as tmux writes them: `$1`, `@1`, `%1`. */
export interface Created {
  session: string;
  window: string;
  pane: string;
}

export interface Output {
  code: number;
  stdout: string;
  stderr: string;
}

/** A tmux command that failed. */
export class TmuxError extends Error {
  override readonly name = 'TmuxError';
  readonly args: readonly string[];
  readonly code: number;
  readonly stderr: string;

  constructor(args: readonly string[], { code, stderr }: Output) {
    super(`tmux ${args.join(' ')}: exit code ${code}: ${stderr.trim()}`);
    this.args = args;
    this.code = code;
    this.stderr = stderr;
  }
}

/**
 * A user's machine in a directory: home, XDG directories, a tmux server on a private socket, terminals, a daemon.
 *
 *     await using world = await World.create({ cols: 100, rows: 30 });
 *
 * Everything in it ends with the scope, and also when the test process is killed. It touches no other tmux server and
 * nothing of the real user's. Needs /proc.
 */
export class World implements AsyncDisposable {
  /** Everything of this world lies in it. */
  readonly root: string;
  readonly home: string;
  /** Socket of the tmux server. */
  readonly socket: string;
  /** What every process of the world starts with. */
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
  readonly #reaper: Reaper;
  readonly #shims: Shims;
  readonly #tmux: string;
  readonly #conf: string;
  readonly #terminals: Terminal[] = [];

  static async create(options: WorldOptions = {}): Promise<World> {
    return new World(options);
  }

  private constructor({ cols = 100, rows = 30, env = {}, tmuxConf = '', record = [] }: WorldOptions) {
    if (!existsSync('/proc/self/environ'))
      throw new Error('the end-to-end harness finds its processes in /proc: it needs Linux');
    // Directly below /tmp: a socket's path must stay below 100 bytes.
    this.root = mkdtempSync('/tmp/os-');
    this.#reaper = new Reaper(this.root);
    this.cols = cols;
    this.rows = rows;
    this.home = join(this.root, 'home');
    this.socket = join(this.root, 'tmux.sock');
    this.#conf = join(this.root, 'tmux.conf');
    this.#shims = new Shims(join(this.root, 'bin'));
    this.env = Object.fromEntries(Object.entries({ ...baseEnv(this.root), ...env }).filter(isSet));
    this.#tmux = this.#which(this.env['OPENSESSIONS_TMUX'] ?? 'tmux');
    for (const dir of ['HOME', 'XDG_RUNTIME_DIR', 'TMPDIR', 'TMUX_TMPDIR']) {
      mkdirSync(this.env[dir] ?? this.home, { recursive: true, mode: 0o700 });
    }
    writeFileSync(this.#conf, `${baseConf}${tmuxConf}\n`);
    this.env = { ...this.env, ...this.#record(record) };
  }

  /** Where the product keeps its files in this world. */
  get paths(): Paths {
    return paths(this.env);
  }

  /**
   * Runs a tmux command on the private server; the first one that creates a session starts it.
   *
   * @returns what it printed, without the last line break
   * @throws TmuxError
   */
  async tmux(...args: string[]): Promise<string> {
    const output = await this.run(this.#tmux, ['-S', this.socket, '-f', this.#conf, ...args]);
    if (output.code !== 0) throw new TmuxError(args, output);
    return output.stdout.replace(/\n$/, '');
  }

  /** A detached session whose pane shows `WORK-<name>`. */
  newSession(name: string, options: SessionOptions = {}): Promise<Created> {
    return this.#create(['new-session', '-d', '-s', name, '-x', `${this.cols}`, '-y', `${this.rows}`], name, options);
  }

  /** A window behind the last one of a session, not selected, whose pane shows `WORK-<name>`. */
  newWindow(session: string, name: string, options: SessionOptions = {}): Promise<Created> {
    return this.#create(['new-window', '-d', '-t', `=${session}:`], name, options);
  }

  /**
   * Attaches a terminal and waits until tmux has painted it. A new client is painted twice: when it attaches, and when its
   * process then reports its size. The second one is waited for, too, or it would be counted among a test's redraws.
   */
  async attach({ session, cols = this.cols, rows = this.rows }: AttachOptions = {}): Promise<Client> {
    const index = attachHookIndex + this.#terminals.length;
    const hook = `client-resized[${index}]`;
    const channel = `attached-${index}`;
    await this.tmux('set-hook', '-g', hook, `wait-for -S ${channel}`);
    const target = session === undefined ? [] : ['-t', `=${session}`];
    const terminal = this.terminal(this.#tmux, ['-S', this.socket, 'attach-session', ...target], { cols, rows });
    await terminal.until((screen) => screen.text !== '', 'the first paint of an attached client');
    await this.tmux('wait-for', channel);
    await this.tmux('set-hook', '-gu', hook);
    await this.settled(terminal);
    const clients = (await this.tmux('list-clients', '-F', '#{client_pid} #{client_name}')).split('\n');
    const name = clients.find((line) => line.startsWith(`${terminal.pid} `))?.split(' ')[1];
    if (name === undefined)
      throw new Error(`tmux does not list the client with pid ${terminal.pid}: ${clients.join(', ')}`);
    return Object.assign(terminal, { client: name, detach: () => this.#detach(terminal, name) });
  }

  /** Runs any program of the world in a terminal. */
  terminal(file: string, args: readonly string[], { cols = this.cols, rows = this.rows } = {}): Terminal {
    const terminal = new Terminal({ file, args, env: this.env, cwd: this.home, cols, rows });
    this.#terminals.push(terminal);
    return terminal;
  }

  /**
   * Waits until a terminal shows everything that tmux had to draw so far. A command's answer leaves tmux after the
   * draws of the turns before it, so three round trips in a row without a byte for the terminal mean that nothing is
   * under way in tmux or in the pty. What a daemon decides later than that cannot be known here.
   */
  async settled(terminal: Terminal): Promise<void> {
    await until(async () => {
      // The emulator answers tmux's questions while it parses, and tmux may redraw after an answer.
      await terminal.parsed();
      const mark = terminal.mark();
      for (let round = 0; round < 3; round += 1) await this.tmux('display-message', '-p', '');
      await terminal.parsed();
      return terminal.chunksSince(mark).length === 0;
    }, 'tmux to have nothing more to draw');
  }

  /** Runs the built product (`dist/main.js`) with this process's Node. Exit codes are part of the answer, never an error. */
  cli(...args: string[]): Promise<Output> {
    return this.run(process.execPath, [join(projectRoot, 'dist', 'main.js'), ...args]);
  }

  /** Loads the plugin into the tmux server, as a plugin manager does. @throws Error when it fails */
  async loadPlugin(): Promise<void> {
    const pid = await this.tmux('display-message', '-p', '#{pid}');
    const output = await this.run(join(projectRoot, 'opensessions.tmux'), [], { TMUX: `${this.socket},${pid},0` });
    if (output.code !== 0) throw new Error(`opensessions.tmux: exit code ${output.code}: ${output.stderr}`);
  }

  /** Runs a program to its end, at most 30 s. Exit codes are part of the answer; 128 + n stands for signal n. */
  run(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Output> {
    const options = {
      cwd: this.home,
      env: { ...this.env, ...env },
      timeout: commandTimeoutMs,
      maxBuffer: outputBytesMax,
    };
    return new Promise((resolve, reject) => {
      const child = execFile(file, args, options, (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else if (error.signal && !error.killed)
          resolve({ code: 128 + constants.signals[error.signal], stdout, stderr });
        else reject(new Error(`${file} ${args.join(' ')}: ${error.message}\n${stderr}`, { cause: error }));
      });
      child.stdin?.end();
    });
  }

  /** The daemon, as soon as it answers. */
  async daemon(): Promise<Daemon> {
    return until(async () => {
      const daemon = new Daemon(this.paths);
      return (await daemon.health()).pid === daemon.pid && daemon;
    }, 'a daemon that has published its pid, port and token, and answers');
  }

  /** A real HTTP POST with a JSON body and no token, to the port that the daemon published. */
  async curl(path: string, body: unknown): Promise<Answer> {
    return new Daemon(this.paths).post(path, body);
  }

  /** All processes of this world that run now, its tmux server, clients and panes included. */
  processes(): ProcessInfo[] {
    return processesBelow(this.root);
  }

  /** Null when the process is gone. */
  memory(pid: number): Memory | null {
    return memoryOf(pid);
  }

  /** Sends a signal to a process of this world. @throws Error when it is none */
  signal(pid: number, signal: NodeJS.Signals): void {
    if (!this.processes().some((info) => info.pid === pid)) throw new Error(`${pid} is no process of this world`);
    process.kill(pid, signal);
  }

  /** Starts of the programs named in `record`, oldest first; what this harness itself starts is not among them. */
  spawned(): Spawn[] {
    return this.#shims.spawned();
  }

  /** Starts of recorded programs while something runs. */
  async spawnedDuring(run: () => Promise<unknown>): Promise<Spawn[]> {
    const before = this.spawned().length;
    await run();
    return this.spawned().slice(before);
  }

  /**
   * Ends the tmux server and waits for the rest of the world to end by itself.
   *
   * @param withinMs how long that may take, lingering included; default 10 s
   * @returns what still runs then; empty is what one wants
   */
  async leftovers({ withinMs = 10_000 }: { withinMs?: number } = {}): Promise<ProcessInfo[]> {
    const output = await this.run(this.#tmux, ['-S', this.socket, 'kill-server']);
    if (output.code !== 0 && !/no server running|error connecting/.test(output.stderr))
      throw new TmuxError(['kill-server'], output);
    const deadline = performance.now() + withinMs;
    await until(() => this.processes().length === 0 || performance.now() > deadline, 'the end of the world', {
      timeoutMs: withinMs + commandTimeoutMs,
    });
    return this.processes();
  }

  /** Kills and removes everything. Never throws, because that would hide why a test failed; a failure becomes a warning. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#reaper.reap().finally(() => Promise.all(this.#terminals.map((terminal) => terminal.kill())));
    } catch (error) {
      process.emitWarning(`cleaning up ${this.root} failed: ${String(error)}`);
    }
  }

  async #create(command: readonly string[], name: string, { dir, command: argv }: SessionOptions): Promise<Created> {
    const created = await this.tmux(
      ...command,
      ...['-c', dir ?? this.home, '-P', '-F', '#{session_id} #{window_id} #{pane_id}'],
      ...(argv ?? ['/bin/sh', '-c', 'printf "WORK-%s\\n" "$1"; exec cat', 'work', name]),
    );
    const [session = '', window = '', pane = ''] = created.split(' ');
    return { session, window, pane };
  }

  async #detach(terminal: Terminal, name: string): Promise<void> {
    await this.tmux('detach-client', '-t', name);
    await terminal.exited;
  }

  #which(program: string): string {
    const path = which(program, this.env['PATH'] ?? '');
    if (path === null) throw new Error(`${program} is not on the PATH`);
    return path;
  }

  #record(programs: readonly string[]): Record<string, string> {
    if (programs.length === 0) return {};
    const shimmed: Record<string, string> = { PATH: `${this.#shims.dir}:${this.env['PATH']}` };
    for (const program of programs) {
      const shim = this.#shims.add(program, program === 'tmux' ? this.#tmux : this.#which(program));
      if (program === 'tmux') shimmed['OPENSESSIONS_TMUX'] = shim;
    }
    return shimmed;
  }
}

/** A terminal that is attached to tmux. */
export interface Client extends Terminal {
  /** tmux's name of it. */
  readonly client: string;
  /** Detaches it and waits until it is gone. */
  detach(): Promise<void>;
}

/**
 * Frames are marked (see `Terminal.frames`), the clock in the status line stands still, and keys that a busy machine
 * delivers in one piece are no paste.
 */
const baseConf = `
set -g assume-paste-time 0
set -as terminal-features ',xterm-256color:sync'
set -g status-interval 0
set -g status-right ''
set -g assume-paste-time 0
`;

function baseEnv(root: string): Record<string, string | undefined> {
  const { PATH, OPENSESSIONS_TMUX } = process.env;
  return {
    PATH: `${dirname(process.execPath)}:${PATH ?? '/usr/bin:/bin'}`,
    HOME: `${root}/home`,
    XDG_CONFIG_HOME: `${root}/home/.config`,
    XDG_STATE_HOME: `${root}/home/.local/state`,
    XDG_CACHE_HOME: `${root}/home/.cache`,
    XDG_DATA_HOME: `${root}/home/.local/share`,
    XDG_RUNTIME_DIR: `${root}/run`,
    TMPDIR: `${root}/tmp`,
    TMUX_TMPDIR: `${root}/tmp`,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    SHELL: '/bin/sh',
    CI: 'false',
    OPENSESSIONS_PORT: '0',
    OPENSESSIONS_TMUX,
  };
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}
