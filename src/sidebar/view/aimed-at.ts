import type { Target } from '../target.ts';
import type { Line } from './line.ts';

/** The lines, and that a click on any of them means this. */
export function aimedAt(lines: readonly Line[], target: Target): Line[] {
  return lines.map((line) => ({ ...line, target }));
}
