import type { LogEntry } from '../../protocol/metadata.ts';
import type { LocalTimeOf } from '../local-time.ts';
import { cutEnd, drawable, width } from '../text.ts';
import { toneGlyphs } from '../theme.ts';
import { type Line, line, type Span, span, spread, widthOf } from './line.ts';

/** From this width on every entry has its time; below it gives way to the message. */
export const timeColumnsMin = 32;

export interface LogPlace {
  columns: number;
  now: number;
  localTime: LocalTimeOf;
}

/** `✓ [ci] Tests passed   14:07`; of another day `11-21`. */
export function entryLine(entry: LogEntry, { columns, now, localTime }: LogPlace): Line {
  const { message, tone, notify } = entry;
  const start = entryStart(entry);
  const text = drawable(message);
  const style = notify ? (`notify-${tone}` as const) : 'plain';
  const { date, time } = localTime(entry.at);
  const right = [span(`${date === localTime(now).date ? time : date.slice('2026-'.length)} `, 'faint')];
  const room = columns - widthOf(start) - widthOf(right) - 1;
  if (width(text) > room && columns < timeColumnsMin) return line(...start, span(text, style));
  return spread([...start, span(cutEnd(text, room), style)], right, columns);
}

/** ` ✓ [ci] ` */
export function entryStart({ tone, source, notify }: LogEntry): Span[] {
  const from = source === null || source === '' ? '' : `[${drawable(source)}] `;
  return [span(' '), span(toneGlyphs[tone], `tone-${tone}`), span(` ${from}`, notify ? `notify-${tone}` : 'faint')];
}
