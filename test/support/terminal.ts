import { setTimeout as pause } from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { keyBytes } from './keys.ts';
import { completingRuns, Frame, PaintLog, type Run } from './paint.ts';
import { type Rectangle, Screen } from './screen.ts';
import { UntilError, untilTimeoutMs } from './until.ts';

export interface TerminalOptions {
  file: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  /** Columns. */
  cols: number;
  /** Rows. */
  rows: number;
}

/** A moment in what a terminal received; opaque. */
export interface Mark {
  readonly chunk: number;
}

/** Bytes that one read brought. */
export interface Chunk {
  /** `performance.now()` at the read. */
  atMs: number;
  bytes: Buffer;
}

export interface Exit {
  code: number;
  signal: number;
}

/** tmux takes keys that arrive within 1 ms (assume-paste-time) for a paste and runs no bindings. */
const keyIntervalMs = 8;
const killTimeoutMs = 2_000;
const bytesMax = 64 * 1024 * 1024;
const sidebarCols = 26;

/** A program in a pseudo terminal, watched through an emulator. Everything it wrote is kept, at most 64 MiB. */
export class Terminal {
  readonly pid: number;
  /** Resolves when the program has ended and all that it wrote has been read. */
  readonly exited: Promise<Exit>;
  readonly #pty: pty.IPty;
  readonly #emulator: xterm.Terminal;
  readonly #paint: PaintLog;
  readonly #chunks: Chunk[] = [];
  readonly #watchers = new Set<() => void>();
  #bytes = 0;
  #parsedChunks = 0;
  #exit: Exit | null = null;
  #broken: Error | null = null;

  constructor({ file, args, env, cwd, cols, rows }: TerminalOptions) {
    this.#emulator = new xterm.Terminal({ cols, rows, scrollback: 0, allowProposedApi: true });
    this.#paint = new PaintLog(this.#emulator);
    this.#pty = pty.spawn(file, [...args], {
      name: env['TERM'] ?? 'xterm-256color',
      cols,
      rows,
      cwd,
      env,
      encoding: null,
    });
    this.pid = this.#pty.pid;
    // Without an encoding the library hands out buffers, whatever its types say.
    this.#pty.onData((data) => this.#receive(data as unknown as Buffer));
    this.#emulator.onData((reply) => this.#send(reply));
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#exit = { code: exitCode, signal: signal ?? 0 };
        this.#notify();
        resolve(this.#exit);
      });
    });
  }

  get cols(): number {
    return this.#emulator.cols;
  }

  get rows(): number {
    return this.#emulator.rows;
  }

  /** What is on the screen now. It changes with the next bytes: to wait for something, use `until`. */
  screen(): Screen {
    return new Screen(this.#emulator.buffer.active, this.cols, this.rows);
  }

  row(row: number): string {
    return this.screen().row(row);
  }

  cell(row: number, col: number): ReturnType<Screen['cell']> {
    return this.screen().cell(row, col);
  }

  pane(rectangle: Rectangle): string[] {
    return this.screen().pane(rectangle);
  }

  /** The columns of a left sidebar, without the status line below it. */
  sidebar(width = sidebarCols): string[] {
    return this.pane({ top: 0, left: 0, width, height: this.rows - 1 });
  }

  /**
   * Waits until something is on the screen. Looks again whenever bytes have arrived and been parsed.
   *
   * @returns `performance.now()` at the read that completed it; when it was there already, at the last read before
   * @throws UntilError after `timeoutMs` (default 10 s), or at once when the program ends; the message shows the screen
   */
  async until(
    holds: (screen: Screen) => boolean,
    what: string,
    { timeoutMs = untilTimeoutMs }: { timeoutMs?: number } = {},
  ): Promise<number> {
    const outcome = await this.#watch(holds, timeoutMs);
    // Thrown here and not where it was noticed, so that the stack leads to the caller.
    if (outcome instanceof Error)
      throw new UntilError(what, timeoutMs, `${outcome.message}\n${this.screen()}`, { cause: outcome });
    return outcome;
  }

  /** Waits until all bytes that were read so far are on the screen. */
  async parsed(): Promise<void> {
    while (!this.#parsedAll()) await new Promise<void>((resolve) => this.#emulator.write('', resolve));
  }

  /** Now, for `bytesSince`, `draws` and `frames`. The latter throw while bytes are still to be parsed: they are for after `settled` or `parsed`. */
  mark(): Mark {
    return { chunk: this.#chunks.length };
  }

  bytesSince(mark: Mark): Buffer {
    return Buffer.concat(this.chunksSince(mark).map(({ bytes }) => bytes));
  }

  chunksSince(mark: Mark): readonly Chunk[] {
    return this.#chunks.slice(mark.chunk);
  }

  /**
   * How many times the text was painted in full since the mark (see `completingRuns`). A full redraw by tmux paints
   * everything that is visible, so each text that stands on the screen counts the redraws; but two panes that are drawn
   * one after the other give 1 and 1, too. That they came in one draw is what `redraws` proves.
   */
  draws(text: string, mark: Mark): number {
    return completingRuns(text, this.#runsSince(mark)).length;
  }

  /** When the text was first painted in full since the mark, as `performance.now()`; null when it was not. */
  drawnAtMs(text: string, mark: Mark): number | null {
    const [first] = completingRuns(text, this.#runsSince(mark));
    return first === undefined ? null : (this.#chunks[first.chunk]?.atMs ?? null);
  }

  /**
   * What was painted since the mark, frame by frame. A world's tmux knows that its terminals understand synchronized
   * updates and puts each pass over a client between two marks, so frames need no clock. What an application's
   * output paints may come without marks and is then a frame that is not `sync`, up to the next mark.
   */
  frames(mark: Mark): Frame[] {
    const runs = Map.groupBy(this.#runsSince(mark), ({ frame }) => frame);
    return [...runs].map(
      ([frame, own]) => new Frame(this.#chunks[own[0]?.chunk ?? 0]?.atMs ?? 0, this.#paint.isSync(frame), own),
    );
  }

  /**
   * The frames that painted or erased something in a part of the screen, by default all but the last row. "One redraw,
   * and it contains the sidebar" is
   *
   *     const [redraw, ...more] = terminal.redraws(mark);
   *     expect(more).toEqual([]);
   *     expect([redraw?.draws('WORK-b'), redraw?.draws('opensessions')]).toEqual([1, 1]);
   *
   * after `world.settled(terminal)`. Where the sidebar itself has news to paint afterwards, that is a frame, too: then
   * `redraws(mark, terminal.workArea())` are the frames that did more than that. The status line is left out because tmux
   * draws it for reasons of its own: a window gets its automatic name half a second after its command starts.
   */
  redraws(mark: Mark, within: Rectangle = { top: 0, left: 0, width: this.cols, height: this.rows - 1 }): Frame[] {
    return this.frames(mark).filter((frame) => frame.touches(within));
  }

  /** What lies right of a left sidebar and its border, above the status line. */
  workArea(sidebarWidth = sidebarCols): Rectangle {
    return { top: 0, left: sidebarWidth + 1, width: this.cols - sidebarWidth - 1, height: this.rows - 1 };
  }

  /** Types characters one by one, some milliseconds apart. */
  async type(text: string): Promise<void> {
    for (const character of text) await this.key(character);
  }

  /** Presses a key in tmux's notation: `j`, `Enter`, `BTab`, `C-b`, `M-x`. @returns `performance.now()` at the press */
  async key(key: string): Promise<number> {
    await pause(keyIntervalMs);
    const atMs = performance.now();
    this.#send(keyBytes(key));
    return atMs;
  }

  /** Presses tmux's prefix (`C-b`) and then the keys. @returns `performance.now()` at the last press */
  async prefix(...keys: string[]): Promise<number> {
    let atMs = await this.key('C-b');
    for (const key of keys) atMs = await this.key(key);
    return atMs;
  }

  /** Presses and releases the left mouse button on a cell; the program must have asked for SGR mouse reports. */
  async click(row: number, col: number): Promise<void> {
    await pause(keyIntervalMs);
    this.#send(`\x1b[<0;${col + 1};${row + 1}M\x1b[<0;${col + 1};${row + 1}m`);
  }

  /** Presses the left mouse button on the first cell and moves it over the others; it stays held. */
  async drag(...cells: readonly (readonly [row: number, col: number])[]): Promise<void> {
    for (const [index, [row, col]] of cells.entries()) {
      await pause(keyIntervalMs);
      this.#send(`\x1b[<${index === 0 ? 0 : 32};${col + 1};${row + 1}M`);
    }
  }

  /** Releases the button that `drag` holds. */
  async release(row: number, col: number): Promise<void> {
    await pause(keyIntervalMs);
    this.#send(`\x1b[<0;${col + 1};${row + 1}m`);
  }

  resize(cols: number, rows: number): void {
    this.#emulator.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** Closes the terminal window: the program gets a SIGHUP, and a SIGKILL when it is still there after 2 s. */
  async kill(): Promise<void> {
    if (this.#exit === null) this.#pty.kill();
    const timer = setTimeout(() => this.#exit === null && this.#pty.kill('SIGKILL'), killTimeoutMs);
    await this.exited;
    clearTimeout(timer);
  }

  /** @returns when the condition came true, or why it cannot any more */
  #watch(holds: (screen: Screen) => boolean, timeoutMs: number): Promise<Error | number> {
    return new Promise((resolve) => {
      const finish = (outcome: Error | number) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(outcome);
      };
      const look = () => {
        try {
          if (holds(this.screen())) finish(this.#chunks[this.#parsedChunks - 1]?.atMs ?? performance.now());
          else if (this.#broken !== null) finish(this.#broken);
          else if (this.#exit !== null && this.#parsedAll())
            finish(new Error(`the program ended with ${JSON.stringify(this.#exit)}`));
        } catch (error) {
          finish(new Error(`the condition threw: ${String(error)}`, { cause: error }));
        }
      };
      const timer = setTimeout(() => finish(new Error(`the screen of pid ${this.pid} is`)), timeoutMs);
      this.#watchers.add(look);
      look();
    });
  }

  #receive(bytes: Buffer): void {
    const chunk = this.#chunks.length;
    this.#bytes += bytes.length;
    if (this.#bytes > bytesMax) {
      this.#break(new Error(`more than ${bytesMax} bytes received: use a new terminal`));
      return;
    }
    this.#chunks.push({ atMs: performance.now(), bytes });
    // The emulator parses chunks in order, each whole, and calls back before it begins the next one.
    this.#emulator.write(bytes, () => {
      this.#parsedChunks = chunk + 1;
      this.#paint.chunk = this.#parsedChunks;
      this.#notify();
    });
  }

  #send(bytes: string): void {
    if (this.#exit === null) this.#pty.write(bytes);
  }

  #runsSince({ chunk }: Mark): Run[] {
    if (!this.#parsedAll()) throw new Error('bytes are still to be parsed: await parsed() or settled() first');
    const first = this.#paint.runs.findIndex((run) => run.chunk >= chunk);
    return first < 0 ? [] : this.#paint.runs.slice(first);
  }

  #parsedAll(): boolean {
    return this.#parsedChunks === this.#chunks.length;
  }

  #break(error: Error): void {
    this.#broken = error;
    this.#pty.kill();
    this.#notify();
  }

  #notify(): void {
    for (const look of [...this.#watchers]) look();
  }
}
