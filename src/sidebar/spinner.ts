import type { Glyphs } from '../protocol/settings.ts';
import type { Look } from './look.ts';
import { drawSpinners, type SpinnerCell } from './view/spinners.ts';

const turnMillis = 250;
/** With more cells than this all of them turn more slowly, so that the bytes in a second stay the same. */
const cellsAtFullSpeed = 4;

/** After the glyph of the frame, over and over. Font Awesome's wheel has no turned siblings in Nerd Fonts. */
const turns: Readonly<Record<Glyphs, string>> = {
  unicode: '⠸⠼⠴⠦⠧⠇⠏⠋⠙⠹',
  nerd: '⠸⠼⠴⠦⠧⠇⠏⠋⠙',
  ascii: '|/-\\',
};

/** Runs something every so many milliseconds, until what it returns is called. */
export type Ticker = (run: () => void, millis: number) => () => void;

export const everyMillis: Ticker = (run, millis) => {
  const timer = setInterval(run, millis);
  return () => clearInterval(timer);
};

export interface SpinnerFrame {
  cells: readonly SpinnerCell[];
  /** They stay as they are: nobody looks, say. */
  isPaused: boolean;
  look: Look;
  glyphs: Glyphs;
}

/** What turns on the screen, between the frames: one timer and one write for all cells, none while nothing turns. */
export interface Spinner {
  /** A frame is about to be drawn. @returns what it has to show where something turns; null for what it shows by itself */
  follow(frame: SpinnerFrame): string | null;
  close(): void;
}

/** `write` is never called while a frame is being written. */
export function openSpinner(write: (data: string) => void, ticker: Ticker = everyMillis): Spinner {
  let frame: SpinnerFrame | undefined;
  let turn = 0;
  let running: { millis: number; stop: () => void } | undefined;

  function glyph({ glyphs }: SpinnerFrame): string | null {
    const all = [...turns[glyphs]];
    return turn === 0 ? null : (all[(turn - 1) % all.length] ?? null);
  }

  function tick(): void {
    if (frame === undefined) return;
    turn += 1;
    write(drawSpinners(frame.look, frame.cells, glyph(frame) ?? ''));
  }

  function run(millis: number | null): void {
    if (running?.millis === millis) return;
    running?.stop();
    running = millis === null ? undefined : { millis, stop: ticker(tick, millis) };
  }

  return {
    follow(next) {
      frame = next;
      const { length } = next.cells;
      if (length === 0) turn = 0;
      run(length === 0 || next.isPaused ? null : turnMillis * Math.ceil(length / cellsAtFullSpeed));
      return glyph(next);
    },
    close: () => run(null),
  };
}
