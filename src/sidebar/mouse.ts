/** One report of the mouse; cells count from 0. Movements without the button are none. */
export interface MouseReport {
  /** `drag` is a movement with the left button held, `other` the press of another button, or with a modifier. */
  kind: 'press' | 'drag' | 'release' | 'other' | 'wheel-up' | 'wheel-down';
  column: number;
  row: number;
}

/** Presses, wheel and movements with a button held, with SGR coordinates (xterm 1002 and 1006). Shift and the mouse stay the terminal's. */
export const mouseOn = '\u001b[?1002h\u001b[?1006h';
export const mouseOff = '\u001b[?1006l\u001b[?1002l';

const wheel = 64;
const motion = 32;
const reports = /^(?:\u001b\[<\d{1,4};\d{1,5};\d{1,5}[Mm])+$/;

/** The reports that make up what came from the terminal; null when it is something else, or something else as well. */
export function mouseReports(input: string): MouseReport[] | null {
  if (!reports.test(input)) return null;
  const all = [...input.matchAll(/<(\d+);(\d+);(\d+)([Mm])/g)].flatMap(([, button, column, row, end]) => {
    const kind = kindOf(Number(button), end === 'm');
    return kind === null ? [] : [{ kind, column: Number(column) - 1, row: Number(row) - 1 }];
  });
  // Of a movement only its end matters.
  return all.filter(({ kind }, index) => kind !== 'drag' || all[index + 1]?.kind !== 'drag');
}

function kindOf(button: number, isRelease: boolean): MouseReport['kind'] | null {
  if (isRelease) return button === 0 ? 'release' : null;
  if (button >= wheel) return button === wheel ? 'wheel-up' : button === wheel + 1 ? 'wheel-down' : null;
  if (button >= motion) return button === motion ? 'drag' : null;
  return button === 0 ? 'press' : 'other';
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
