import type { Writable } from 'node:stream';
import { listLines } from './list.ts';
import { say } from './say.ts';
import type { PlainView } from './view.ts';

/** What comes and goes within this time is not told. */
export const newsMillis = 500;
/** Who reads slower than this gets the news of all the time in one piece once they caught up. */
export const unreadBytesMax = 64 * 1024;

/** Tells what changes, in its time. */
export interface Teller {
  /** What was told last: numbers mean what its person heard. Null before anything was. */
  told(): PlainView | null;
  /** This is how it is by now. */
  hear(view: PlainView): void;
  /** Tells news that still wait for their time, then everything. */
  list(): void;
  print(lines: readonly string[]): void;
  close(): void;
}

/** @param onTold after each telling */
export function createTeller(out: Writable, clock: () => number, onTold: (isFirst: boolean) => void): Teller {
  let told: PlainView | null = null;
  let newest: PlainView | null = null;
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    if (newest === null || newest === told || out.writableLength > unreadBytesMax) return;
    print(say(told, newest, clock()));
    const isFirst = told === null;
    told = newest;
    onTold(isFirst);
  }

  function print(lines: readonly string[]): void {
    if (lines.length > 0) out.write(`${lines.join('\n')}\n`);
  }

  out.on('drain', tell);
  return {
    told: () => told,
    hear(view) {
      newest = view;
      timer ??= setTimeout(tell, newsMillis);
    },
    list() {
      tell();
      if (told !== null) print(listLines(told, clock()));
    },
    print,
    close() {
      clearTimeout(timer);
      out.off('drain', tell);
    },
  };
}
