import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';

export const root = join(import.meta.dirname, '..', '..');
export const tmuxBinary = process.env['OPENSESSIONS_TMUX'] ?? 'tmux';
const waitMsMax = 20_000;
const runMsMax = 50_000;

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Polls until `probe` gives something else than undefined, false or an empty string. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | '' | Promise<T | undefined | false | ''>,
): Promise<T> {
  const deadline = Date.now() + waitMsMax;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false && found !== '') return found;
    if (Date.now() > deadline) throw new Error(`waited ${waitMsMax} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * A private home, tmux socket and checkout of the scripts, with a stand-in for the product that notes its arguments in
 * `calls()`. Nothing of the real home or of another tmux server is in its environment.
 */
export class Sandbox implements Disposable {
  readonly dir = mkdtempSync('/tmp/os-launcher-');
  readonly socket = join(this.dir, 'tmux');
  readonly bin = join(this.dir, 'bin');
  readonly checkout: string;
  readonly env: Record<string, string>;
  private readonly terminals: IPty[] = [];
  private readonly pids: number[] = [];

  /** `name` is that of the checkout's directory. */
  constructor({ name = 'checkout', built = true }: { name?: string; built?: boolean } = {}) {
    this.checkout = join(this.dir, name);
    const home = join(this.dir, 'home');
    for (const dir of [home, this.bin, join(this.checkout, 'src')]) mkdirSync(dir, { recursive: true });
    this.env = {
      PATH: `${this.bin}${delimiter}${process.env['PATH']}`,
      HOME: home,
      XDG_STATE_HOME: join(this.dir, 'state'),
      XDG_DATA_HOME: join(this.dir, 'data'),
      XDG_CONFIG_HOME: join(this.dir, 'config'),
      XDG_CACHE_HOME: join(this.dir, 'cache'),
      XDG_RUNTIME_DIR: join(this.dir, 'run'),
      TMUX_TMPDIR: this.dir,
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      N_PREFIX: join(this.dir, 'n'),
      OPENSESSIONS_TMUX: tmuxBinary,
      OPENSESSIONS_NODE: process.execPath,
    };
    cpSync(join(root, 'scripts'), join(this.checkout, 'scripts'), { recursive: true });
    for (const file of ['opensessions.tmux', 'package.json', 'package-lock.json'])
      cpSync(join(root, file), join(this.checkout, file));
    writeFileSync(
      join(this.checkout, 'scripts', 'build.mjs'),
      `import { mkdirSync, writeFileSync } from 'node:fs';
       mkdirSync('dist', { recursive: true });
       writeFileSync('dist/main.js', ${JSON.stringify(standIn)});`,
    );
    if (built) this.build();
  }

  build(): void {
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: this.checkout });
  }

  get launcher(): string {
    return join(this.checkout, 'scripts', 'opensessions');
  }

  get pluginFile(): string {
    return join(this.checkout, 'opensessions.tmux');
  }

  /** The arguments of each run of the stand-in, `announce` left out unless asked for. */
  calls({ announce = false } = {}): string[][] {
    const file = join(this.dir, 'calls');
    if (!existsSync(file)) return [];
    // The last line may be in the making.
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line): string[] => JSON.parse(line)).filter(([verb]) => announce || verb !== 'announce');
  }

  /** A program of that name, first on the PATH. */
  program(name: string, script: string): void {
    const file = join(this.bin, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** A PATH with the usual programs, but none of the named ones. */
  pathWithout(...names: string[]): string {
    const dir = join(this.dir, 'few');
    mkdirSync(dir, { recursive: true });
    for (const from of (process.env['PATH'] ?? '').split(delimiter).filter((entry) => existsSync(entry))) {
      for (const name of readdirSync(from)) {
        if (!names.includes(name) && !existsSync(join(dir, name))) symlinkSync(join(from, name), join(dir, name));
      }
    }
    return dir;
  }

  /** Runs a program to its end, without a terminal. */
  run(
    file: string,
    args: readonly string[] = [],
    {
      env = {},
      cwd = this.dir,
      waitMsMax = runMsMax,
    }: { env?: NodeJS.ProcessEnv; cwd?: string; waitMsMax?: number } = {},
  ): Ended {
    const options = { env: { ...this.env, ...env }, cwd, timeout: waitMsMax, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(file, args, options);
    return { code: status ?? -1, stdout, stderr };
  }

  /** The same without waiting for its end. */
  start(file: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ended> {
    return new Promise((resolve) => {
      const child = execFile(file, args, { env: { ...this.env, ...env }, cwd: this.dir }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      });
      if (child.pid !== undefined) this.pids.push(child.pid);
    });
  }

  /** @throws Error with what tmux said */
  tmux(...args: string[]): string {
    const { code, stdout, stderr } = this.run(tmuxBinary, ['-u', '-S', this.socket, '-f', '/dev/null', ...args]);
    if (code !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout.replace(/\n$/, '');
  }

  /** What a process in this server sees as `$TMUX`. */
  inTmux(): Record<string, string> {
    return { TMUX: `${this.socket},${this.tmux('display-message', '-p', '#{pid}')},0` };
  }

  loadPlugin(env: Record<string, string> = {}): Ended {
    return this.run(this.pluginFile, [], { env: { ...this.inTmux(), ...env } });
  }

  uninstall(...args: string[]): Ended {
    return this.run('sh', [join(this.checkout, 'scripts', 'uninstall.sh'), ...args], { env: this.inTmux() });
  }

  /** Everything that an uninstall must leave as it was. */
  traces(): string[] {
    return [
      ['show-options', '-g'],
      ['show-options', '-gs'],
      ['show-options', '-gw'],
      ['show-hooks', '-g'],
      ['show-hooks', '-gw'],
      ['list-keys'],
      ['list-keys', '-N'],
      ['show-environment', '-g'],
      [
        'list-panes',
        '-a',
        '-F',
        '#{session_name}:#{window_index}.#{pane_index} #{pane_id} #{pane_active} #{window_layout}',
      ],
    ].flatMap((args) => this.tmux(...args).split('\n'));
  }

  /** A terminal that runs a program; with no program, one that is attached to that session. */
  terminal(
    session: string,
    { file = tmuxBinary, args = ['-u', '-S', this.socket, 'attach', '-t', session], cols = 100 } = {},
  ): Terminal {
    const pty = spawn(file, args, { name: 'xterm-256color', cols, rows: 30, cwd: this.dir, env: this.env });
    this.terminals.push(pty);
    return new Terminal(pty);
  }

  /** Attaches a terminal and waits until tmux knows it. */
  async attach(session: string): Promise<Terminal & { client: string }> {
    const known = new Set(this.clients());
    const terminal = this.terminal(session);
    const client = await until('the client', () => this.clients().find((name) => !known.has(name)));
    return Object.assign(terminal, { client });
  }

  private clients(): string[] {
    return this.tmux('list-clients', '-F', '#{client_name}').split('\n').filter(Boolean);
  }

  messages(): string[] {
    return this.tmux('show-messages')
      .split('\n')
      .filter((line) => / opensessions: |message: opensessions: /.test(line));
  }

  /** What went to the background, as the plugin's set-up does: all processes with this home, where /proc tells. */
  private background(): number[] {
    if (!existsSync('/proc/self/environ')) return [];
    const { stdout } = spawnSync('grep', ['-lsaF', `HOME=${this.dir}/home`, ...environFiles()], { encoding: 'utf8' });
    return stdout
      .split('\n')
      .flatMap((file) => /^\/proc\/(\d+)\//.exec(file)?.[1] ?? [])
      .map(Number);
  }

  [Symbol.dispose](): void {
    this.run(tmuxBinary, ['-S', this.socket, 'kill-server']);
    for (const terminal of this.terminals) terminal.kill();
    for (const pid of [...this.pids, ...this.background()]) end(pid);
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Terminal {
  private readonly pty: IPty;
  private output = '';

  constructor(pty: IPty) {
    this.pty = pty;
    pty.onData((data) => {
      this.output += data;
    });
  }

  /** Everything it showed so far, without escape sequences. */
  get text(): string {
    return this.output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
  }

  type(...keys: string[]): void {
    for (const key of keys) this.pty.write(key);
  }

  exit(): Promise<number> {
    return new Promise((resolve) => this.pty.onExit(({ exitCode }) => resolve(exitCode)));
  }
}

function environFiles(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `/proc/${pid}/environ`);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

const standIn = `import { appendFileSync } from 'node:fs';
const args = process.argv.slice(2);
appendFileSync(new URL('../../calls', import.meta.url), JSON.stringify(args) + '\\n');
if (args[0] === 'sidebar') { console.log('the stand-in sidebar'); setInterval(() => {}, 60_000); }
if (args[0] === 'daemon') setInterval(() => {}, 60_000);
if (args.includes('--fail')) { console.error('it #(touch evaluated) 100%'); process.exitCode = 3; }
`;
