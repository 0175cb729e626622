/** One report of the mouse; cells count from 0. Releases, movements and other buttons are none. */
export interface MouseReport {
  kind: 'press' | 'wheel-up' | 'wheel-down';
  column: number;
  row: number;
}

/** Presses and wheel, with SGR coordinates (xterm 1000 and 1006). Shift and the mouse stay the terminal's. */
export const mouseOn = '\u001b[?1000h\u001b[?1006h';
export const mouseOff = '\u001b[?1006l\u001b[?1000l';

const kinds: ReadonlyMap<number, MouseReport['kind']> = new Map([
  [0, 'press'],
  [64, 'wheel-up'],
  [65, 'wheel-down'],
]);
const reports = /^(?:\u001b\[<\d{1,4};\d{1,5};\d{1,5}[Mm])+$/;

/** The reports that make up what came from the terminal; null when it is something else, or something else as well. */
export function mouseReports(input: string): MouseReport[] | null {
  if (!reports.test(input)) return null;
  return [...input.matchAll(/<(\d+);(\d+);(\d+)([Mm])/g)].flatMap(([, button, column, row, end]) => {
    const kind = end === 'M' ? kinds.get(Number(button)) : undefined;
    return kind === undefined ? [] : [{ kind, column: Number(column) - 1, row: Number(row) - 1 }];
  });
}

/**
 * The same terminal without what its mouse says, which goes to `onReport`: Ink 8.0 drops it. What comes in one piece with
 * keys or pasted text stays Ink's.
 */
export function withoutMouse(stdin: NodeJS.ReadStream, onReport: (report: MouseReport) => void): NodeJS.ReadStream {
  const read = (size?: number): unknown => {
    for (;;) {
      const chunk: unknown = stdin.read(size);
      const found = typeof chunk === 'string' ? mouseReports(chunk) : null;
      if (found === null) return chunk;
      found.forEach(onReport);
    }
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
