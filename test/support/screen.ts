import type { IBuffer, IBufferCell } from '@xterm/headless';

/** A colour: null is the terminal's default, a number is a palette index (0–255), a string is `#rrggbb`. */
export type Color = number | string | null;

export interface Cell {
  /** Empty for the right half of a wide character, a space for a cell never written. */
  char: string;
  fg: Color;
  bg: Color;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
}

/** A part of the screen, in cells; rows and columns count from 0. */
export interface Rectangle {
  top: number;
  left: number;
  width: number;
  height: number;
}

/** What stands on a terminal right now. Rows and columns count from 0; read it at once, the next bytes change it. */
export class Screen {
  readonly cols: number;
  readonly rows: number;
  readonly #buffer: IBuffer;

  constructor(buffer: IBuffer, cols: number, rows: number) {
    this.#buffer = buffer;
    this.cols = cols;
    this.rows = rows;
  }

  /** Every row, blanks at its end removed. */
  get lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) => this.row(row));
  }

  get text(): string {
    return this.lines.join('\n');
  }

  get cursor(): { row: number; col: number } {
    return { row: this.#buffer.cursorY, col: this.#buffer.cursorX };
  }

  includes(text: string): boolean {
    return this.lines.some((line) => line.includes(text));
  }

  /** Text of a row, or of its columns `from` (included) to `to` (excluded), blanks at its end removed. */
  row(row: number, from = 0, to = this.cols): string {
    return (this.#buffer.getLine(this.#buffer.baseY + row)?.translateToString(false, from, to) ?? '').trimEnd();
  }

  /** Text of a rectangle, a line for each row. */
  pane({ top, left, width, height }: Rectangle): string[] {
    return Array.from({ length: height }, (_, index) => this.row(top + index, left, left + width));
  }

  /** @throws RangeError outside the screen */
  cell(row: number, col: number): Cell {
    const cell = this.#buffer.getLine(this.#buffer.baseY + row)?.getCell(col);
    if (cell === undefined || row < 0 || row >= this.rows)
      throw new RangeError(`no cell at row ${row}, column ${col} of ${this.rows}x${this.cols}`);
    return {
      char: cell.getChars() === '' && cell.getWidth() === 1 ? ' ' : cell.getChars(),
      fg: color(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
      bg: color(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
      italic: cell.isItalic() !== 0,
      underline: cell.isUnderline() !== 0,
      inverse: cell.isInverse() !== 0,
    };
  }

  /** Where a text first stands, null when it does not. Columns count cells as long as no wide character stands before. */
  find(text: string): { row: number; col: number } | null {
    for (const [row, line] of this.lines.entries()) {
      const col = line.indexOf(text);
      if (col >= 0) return { row, col };
    }
    return null;
  }

  /** The screen in a box, for a failure message. */
  toString(): string {
    const edge = '─'.repeat(this.cols);
    const body = this.lines.map((line) => `│${line.padEnd(this.cols)}│`);
    return [`┌${edge}┐`, ...body, `└${edge}┘`].join('\n');
  }
}

function color(isDefault: boolean, isRgb: boolean, value: ReturnType<IBufferCell['getFgColor']>): Color {
  if (isDefault) return null;
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}
