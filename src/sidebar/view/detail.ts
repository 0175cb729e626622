import type { LogEntry } from '../../protocol/metadata.ts';
import { logEntriesShown } from '../../protocol/metadata.ts';
import type { Session } from '../../protocol/state.ts';
import { cutMiddle, drawable, tilde, width } from '../text.ts';
import { toneGlyphs } from '../theme.ts';
import { type Line, line, span, spread, widthOf } from './line.ts';
import { bar, percentText, progressText, share } from './progress.ts';
import { sessionName } from './row.ts';

export interface DetailPlace {
  columns: number;
  home: string;
}

/** All that is to say about a session; `rows` short, the oldest log entries go first, then the rest from below. */
export function detail(session: Session, place: DetailPlace, rows = Number.POSITIVE_INFINITY): Line[] {
  const { status, progress, logs } = session.metadata;
  const lines = heading(session, place, rows === 1);
  if (status !== null && status.text !== '') {
    lines.push(
      line(span(' '), span(toneGlyphs[status.tone], `tone-${status.tone}`), span(` ${drawable(status.text)}`)),
    );
  }
  if (progress !== null)
    lines.push(progressLine(progressText(progress), share(progress), progress.current !== null, place.columns));
  const room = Math.max(0, Math.min(rows - lines.length, logEntriesShown));
  return [...lines, ...(room === 0 ? [] : logs.slice(-room).map(entryLine))].slice(0, rows);
}

/** How many lines `detail` has to say at most; cheap, as it is asked for all sessions. */
export function detailHeightMax({ dir, metadata }: Session): number {
  const { status, progress, logs } = metadata;
  const facts = [dir !== null, status !== null && status.text !== '', progress !== null];
  return 1 + facts.filter(Boolean).length + Math.min(logs.length, logEntriesShown);
}

/** Name and directory on one line when both fit whole, or when there is only one; else on two. */
function heading(session: Session, { columns, home }: DetailPlace, isOneRow: boolean): Line[] {
  const name = [span(' '), span(sessionName(session), 'strong')];
  if (session.dir === null) return [line(...name)];
  const dir = tilde(drawable(session.dir), home);
  const room = columns - widthOf(name) - 3;
  if (width(dir) <= room || isOneRow) return [spread(name, [span(`${cutMiddle(dir, room)} `, 'faint')], columns)];
  return [line(...name), line(span(' '), span(cutMiddle(dir, columns - 2), 'faint'))];
}

function progressLine(text: string, part: number | null, counted: boolean, columns: number): Line {
  const start = [span(' '), span(toneGlyphs.neutral, 'tone-neutral'), span(` ${text}`)];
  if (part === null) return line(...start);
  const used = width(` · ${text} `);
  // A share says its percentage already.
  const percent = counted ? ` ${percentText(part)}` : '';
  if (used + width(bar(part)) + width(percent) <= columns)
    return line(...start, span(' '), span(bar(part), 'tone-info'), span(percent));
  return used + width(bar(part)) <= columns ? line(...start, span(' '), span(bar(part), 'tone-info')) : line(...start);
}

function entryLine({ message, tone, source, notify }: LogEntry): Line {
  const from = source === null || source === '' ? '' : `[${drawable(source)}] `;
  return line(
    span(' '),
    span(toneGlyphs[tone], `tone-${tone}`),
    span(` ${from}`, notify ? `notify-${tone}` : 'faint'),
    span(drawable(message), notify ? `notify-${tone}` : 'plain'),
  );
}
