import xterm from '@xterm/headless';
import stringWidth from 'string-width';

/** What a person would see: a real terminal emulator without a window. */
export class Screen {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  /** All bytes that came, as text. */
  raw = '';

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    this.#terminal.unicode.register(widths);
    this.#terminal.unicode.activeVersion = widths.version;
  }

  write(data: string): void {
    this.raw += data;
    this.#terminal.write(data, () => this.#notify());
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** The rows, without the blanks at their ends. */
  get lines(): string[] {
    return Array.from(
      { length: this.#terminal.rows },
      (_, row) => this.#row(row)?.translateToString(true, 0, this.#terminal.cols) ?? '',
    );
  }

  get text(): string {
    return this.lines.join('\n');
  }

  get isAlternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  get wraps(): boolean {
    return this.#terminal.modes.wraparoundMode;
  }

  /** Rows above the screen: a full-screen program must have none. */
  get scrolledRows(): number {
    return this.#terminal.buffer.active.baseY;
  }

  /** What the looks of each row are: `3: 0 blue bold "▌", 1-25 inverse "1 api"`. */
  get styles(): string {
    return this.lines
      .map((_, row) => [row + 1, runs(this.#cells(row))] as const)
      .filter(([, row]) => row !== '')
      .map(([row, looks]) => `${row}: ${looks}`)
      .join('\n');
  }

  /** Settles when the screen is as wanted. @throws Error with the last screen when it does not come about */
  async until(wanted: string | ((screen: Screen) => boolean), waitMsMax = 15_000): Promise<void> {
    const isWanted = typeof wanted === 'string' ? () => this.text.includes(wanted) : () => wanted(this);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const check = () => (isWanted() ? resolve() : undefined);
    const timeout = setTimeout(() => reject(new Error(`not seen: ${wanted}\nlast screen:\n${this.text}`)), waitMsMax);
    this.#waiting.add(check);
    check();
    await promise.finally(() => {
      clearTimeout(timeout);
      this.#waiting.delete(check);
    });
  }

  readonly #waiting = new Set<() => void>();

  #notify(): void {
    for (const check of this.#waiting) check();
  }

  #row(row: number) {
    return this.#terminal.buffer.active.getLine(this.#terminal.buffer.active.baseY + row);
  }

  #cells(row: number): { look: string; text: string }[] {
    const line = this.#row(row);
    return Array.from({ length: this.#terminal.cols }, (_, column) => {
      const cell = line?.getCell(column);
      if (cell === undefined) return { look: '', text: '' };
      const hue = cell.isFgPalette() ? (hues[cell.getFgColor()] ?? `colour${cell.getFgColor()}`) : '';
      const look = [hue, cell.isBold() && 'bold', cell.isDim() && 'faint', cell.isInverse() && 'inverse'];
      return { look: look.filter(Boolean).join(' '), text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ' };
    });
  }
}

const hues: Readonly<Record<number, string>> = {
  1: 'red',
  2: 'green',
  3: 'yellow',
  4: 'blue',
  5: 'magenta',
  8: 'gray',
};

function runs(cells: readonly { look: string; text: string }[]): string {
  const found: { look: string; text: string; start: number; end: number }[] = [];
  for (const [column, { look, text }] of cells.entries()) {
    const last = found.at(-1);
    // The second half of a wide character belongs to the first.
    if (last !== undefined && (last.look === look || text === '')) {
      last.text += text;
      last.end = column;
    } else {
      found.push({ look, text, start: column, end: column });
    }
  }
  return found
    .filter(({ look }) => look !== '')
    .map(({ look, text, start, end }) => `${start === end ? start : `${start}-${end}`} ${look} "${text.trimEnd()}"`)
    .join(', ');
}

/** Widths per code point, as tmux takes them; the emulator's own table is from 2010 and has narrow emoji. */
const widths = {
  version: 'current',
  wcwidth(codePoint: number): 0 | 1 | 2 {
    return Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as 0 | 1 | 2;
  },
  charProperties(codePoint: number, preceding: number): number {
    const width = this.wcwidth(codePoint);
    const widthBefore = (preceding >> 1) & 3;
    const joins = width === 0 && preceding !== 0 && widthBefore > 0;
    return ((joins ? widthBefore : width) << 1) | (joins ? 1 : 0);
  },
};
