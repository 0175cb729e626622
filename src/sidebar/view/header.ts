import type { Line } from './line.ts';
import { span, spread } from './line.ts';

/** ` opensessions      5`: our name and how many sessions there are, with what is out of view when nothing else says so. */
export function header(count: number, marks: string, columns: number): Line {
  const right = [marks, String(count)].filter((part) => part !== '').join(' ');
  return spread([span(' '), span('opensessions', 'strong')], [span(`${right} `, 'faint')], columns);
}
