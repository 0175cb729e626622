import type { Line } from './line.ts';
import { span, spread } from './line.ts';

/**
 * ` opensessions      5`: our name and how many sessions there are, with what is out of view when nothing else says so.
 * The number is null until it is known.
 */
export function header(count: number | null, marks: string, columns: number): Line {
  const right = [marks, String(count ?? '')].filter((part) => part !== '').join(' ');
  return spread([span(' '), span('opensessions', 'strong')], [span(`${right} `, 'faint')], columns);
}
