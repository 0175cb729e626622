import type { IBufferCell, Terminal } from '@xterm/headless';
import type { Rectangle } from './screen.ts';

/** Neighbouring cells of a row that were written one after the other, or that were erased or moved together. */
export interface Run {
  /** Number of the chunk of bytes that it came with. */
  chunk: number;
  frame: number;
  row: number;
  col: number;
  /** How many cells, from `col` on. */
  width: number;
  /** What was written: one entry for each cell, an empty string for the right half of a wide character. Empty after an erasure. */
  cells: string[];
}

const runsMax = 1_000_000;

/**
 * Records every cell that an emulator writes, in order, and which of them belong together as one frame.
 *
 * The emulator itself says what it writes and where, so cursor moves, styles, erased blanks and text that is split over
 * two reads need no treatment of their own. Its print function is not part of its public interface: the constructor
 * fails loudly when it is not there.
 */
export class PaintLog {
  readonly runs: Run[] = [];
  /** To be set to the number of the chunk that is being parsed. */
  chunk = 0;
  #frame = 0;
  #inSync = false;
  readonly #syncFrames = new Set<number>();

  constructor(terminal: Terminal) {
    this.#recordPrints(terminal);
    this.#recordErasures(terminal);
    this.#recordFrames(terminal);
  }

  /** The frame was between two marks of a synchronized update. */
  isSync(frame: number): boolean {
    return this.#syncFrames.has(frame);
  }

  #recordPrints(terminal: Terminal): void {
    const handler = (terminal as unknown as WithInputHandler)._core?._inputHandler;
    if (typeof handler?.print !== 'function')
      throw new Error('@xterm/headless has no _core._inputHandler.print any more');
    const print = handler.print.bind(handler);
    const scratch = terminal.buffer.active.getNullCell();
    handler.print = (data, start, end) => {
      for (let index = start; index < end; index += 1) {
        print(data, index, index + 1);
        this.#record(terminal, scratch);
      }
    };
  }

  #record(terminal: Terminal, scratch: IBufferCell): void {
    const buffer = terminal.buffer.active;
    const line = buffer.getLine(buffer.baseY + buffer.cursorY);
    const wide = line?.getCell(buffer.cursorX - 1, scratch)?.getWidth() === 0;
    const col = buffer.cursorX - (wide ? 2 : 1);
    const char = line?.getCell(col, scratch)?.getChars() ?? '';
    const cells = wide ? [char, ''] : [char];
    const last = this.runs.at(-1);
    if (
      last?.chunk === this.chunk &&
      last.frame === this.#frame &&
      last.row === buffer.cursorY &&
      last.col + last.cells.length === col
    ) {
      last.cells.push(...cells);
      // It may have begun as an erasure of more than that.
      last.width = Math.max(last.width, last.cells.length);
      return;
    }
    this.#push(buffer.cursorY, col, cells.length, cells);
  }

  /** An empty pane is painted by erasing its rows: without this, such a redraw would go unseen. */
  #recordErasures({ parser, buffer }: Terminal): void {
    for (const final of 'JKXPLMST@') {
      parser.registerCsiHandler({ final }, (params) => {
        const { cursorX, cursorY } = buffer.active;
        if (final === 'X') this.#push(cursorY, cursorX, Math.max(1, Number(params[0] ?? 1)), []);
        else if (final === 'K' && params[0] === 1) this.#push(cursorY, 0, cursorX + 1, []);
        else if (final === 'K' && params[0] !== 2) this.#push(cursorY, cursorX, Number.POSITIVE_INFINITY, []);
        else this.#push(cursorY, 0, Number.POSITIVE_INFINITY, []);
        return false;
      });
    }
  }

  #push(row: number, col: number, width: number, cells: string[]): void {
    if (this.runs.length >= runsMax) throw new Error(`more than ${runsMax} runs of cells: use a new terminal`);
    this.runs.push({ chunk: this.chunk, frame: this.#frame, row, col, width, cells });
  }

  /** tmux announces a synchronized update as DEC private mode 2026, before 3.4 as `DCS = 1 s` and `DCS = 2 s`. */
  #recordFrames({ parser }: Terminal): void {
    const enter = (inSync: boolean) => {
      if (this.#inSync === inSync) return;
      this.#inSync = inSync;
      this.#frame += 1;
      if (inSync) this.#syncFrames.add(this.#frame);
    };
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => {
      if (params.includes(2026)) enter(true);
      return false;
    });
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => {
      if (params.includes(2026)) enter(false);
      return false;
    });
    parser.registerDcsHandler({ prefix: '=', final: 's' }, (_data, params) => {
      enter(params[0] === 1);
      return true;
    });
  }
}

interface WithInputHandler {
  _core?: { _inputHandler?: { print?: (data: Uint32Array, start: number, end: number) => void } };
}

/**
 * The draws of a text of narrow characters, as the run that completed each of them: all cells of the text that are not
 * blank were written since the last draw at the same place. Blanks match anything, because tmux is free to skip or erase
 * instead of writing them. A text inside a longer word is found too: choose markers that are no part of others.
 */
export function completingRuns(text: string, runs: readonly Run[]): Run[] {
  const wanted = [...text].map((char, offset) => ({ char, offset })).filter(({ char }) => char !== ' ');
  const rows = new Map<number, { char: string; serial: number }[]>();
  const drawn = new Map<string, number>();
  let serial = 0;
  const completing: Run[] = [];
  for (const run of runs) {
    const { row, col, cells } = run;
    const line = rows.get(row) ?? [];
    rows.set(row, line);
    for (const [index, char] of cells.entries()) {
      serial += 1;
      line[col + index] = { char, serial };
      for (const { char: candidate, offset } of wanted) {
        if (candidate !== char) continue;
        const start = col + index - offset;
        const place = `${row}:${start}`;
        const since = drawn.get(place) ?? 0;
        const complete = wanted.every(({ char: other, offset: at }) => {
          const cell = line[start + at];
          return cell?.char === other && cell.serial > since;
        });
        if (!complete) continue;
        drawn.set(place, serial);
        completing.push(run);
      }
    }
  }
  return completing;
}

/** What was painted between two marks of a synchronized update, or loosely between two such pairs. */
export class Frame {
  /** `performance.now()` at which its first painted bytes were read. */
  readonly atMs: number;
  /** It was a synchronized update: one pass of tmux over the client. */
  readonly sync: boolean;
  readonly runs: readonly Run[];

  constructor(atMs: number, sync: boolean, runs: readonly Run[]) {
    this.atMs = atMs;
    this.sync = sync;
    this.runs = runs;
  }

  /** How often this frame painted the text in full. */
  draws(text: string): number {
    return completingRuns(text, this.runs).length;
  }

  /** It painted or erased something in this part of the screen. */
  touches({ top, left, width, height }: Rectangle): boolean {
    return this.runs.some(
      (run) => run.row >= top && run.row < top + height && run.col < left + width && run.col + run.width > left,
    );
  }
}
