import type { Palette } from '../../src/protocol/theme.ts';
import type { Cell, Color } from '../support/screen.ts';

/** What a terminal is painted with where a program asks for no colour of its own. */
export interface Surface {
  fg: string;
  bg: string;
  /** The first sixteen colours, `#rrggbb`. */
  ansi: readonly string[];
}

const levels = [0, 95, 135, 175, 215, 255];
/** How much of its own colour a dim text keeps. */
const dimShare = 0.55;

export function surfaceOf({ base, text, dim, selection, red, green, yellow, blue, peach }: Palette): Surface {
  const eight = [selection, red, green, yellow, blue, peach, blue, text];
  return { fg: text, bg: base, ansi: [...eight, dim, ...eight.slice(1)] };
}

/** The colours that a cell is painted in, `#rrggbb`; no background where it is the surface's. */
export function paints({ fg, bg, inverse, dim }: Cell, surface: Surface): { fg: string; bg: string | null } {
  const [front, back] = [hex(fg, surface, surface.fg), hex(bg, surface, surface.bg)];
  const [text, ground] = inverse ? [back, front] : [front, back];
  return { fg: dim ? mixed(text, ground, dimShare) : text, bg: ground === surface.bg ? null : ground };
}

function hex(colour: Color, { ansi }: Surface, otherwise: string): string {
  if (colour === null) return otherwise;
  if (typeof colour === 'string') return colour;
  if (colour < 16) return ansi[colour] ?? otherwise;
  if (colour >= 232) return rgb([0, 1, 2].map(() => 8 + 10 * (colour - 232)));
  const index = colour - 16;
  return rgb([Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map((level) => levels[level] ?? 0));
}

export function mixed(one: string, other: string, share: number): string {
  const [a, b] = [parts(one), parts(other)];
  return rgb(a.map((part, index) => Math.round(part * share + (b[index] ?? 0) * (1 - share))));
}

function parts(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function rgb(values: readonly number[]): string {
  return `#${values.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
