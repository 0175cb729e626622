import type { Ask } from '../../protocol/ask.ts';
import type { Progress } from '../../protocol/metadata.ts';
import { logEntriesShown } from '../../protocol/metadata.ts';
import type { Session } from '../../protocol/state.ts';
import { keyOf, threadKeyOf } from '../model.ts';
import { cutEnd, cutMiddle, drawable, tilde, width } from '../text.ts';
import { outsideGlyph, stateGlyphs, toneGlyphs } from '../theme.ts';
import { aimedAt } from './aimed-at.ts';
import { urgency } from './headline.ts';
import { hang, type Line, line, type Span, span, spread, widthOf } from './line.ts';
import { entryLine, type LogPlace } from './log-lines.ts';
import { sinceOrNews, stateSign } from './panel-state.ts';
import { portLines } from './port-lines.ts';
import { bar, indeterminateBar, percentText, progressText, share } from './progress.ts';
import { sessionName } from './session-name.ts';
import { workText } from './work.ts';

export interface DetailPlace extends LogPlace {
  /** Of the panel. */
  rows: number;
  home: string;
  /** No seconds are counted. */
  calm: boolean;
}

const agentCellsMax = 12;

/** All that is to say about a session: what is so now, and the newest of its log entries, the newest last. */
export function detail(session: Session, asks: readonly Ask[], place: DetailPlace): { facts: Line[]; log: Line[] } {
  const { status, progress, logs } = session.metadata;
  const facts = [
    ...heading(session, place, place.rows === 1),
    ...portLines(session.ports, place.columns),
    ...asks.flatMap((ask) => aimedAt(askLines(ask, place.columns), { kind: 'ask', id: ask.id })),
    ...threadLines(session, place),
  ];
  if (status !== null && status.text !== '') {
    facts.push(
      line(span(' '), span(toneGlyphs[status.tone], `tone-${status.tone}`), span(` ${drawable(status.text)}`)),
    );
  }
  if (progress !== null) facts.push(progressLine(progress, place.columns));
  const log = logs
    .slice(-logEntriesShown)
    .flatMap((entry) => aimedAt([entryLine(entry, place)], { kind: 'entry', session: keyOf(session), entry }));
  return { facts, log };
}

/** How many lines `detail` has to say at most; cheap, as it is asked for all sessions. */
export function detailHeightMax(
  { dir, metadata, ports, threads }: Session,
  asks: readonly Ask[],
  columns: number,
): number {
  const { status, progress, logs } = metadata;
  const facts = [dir !== null, status !== null && status.text !== '', progress !== null];
  const questions = asks.reduce((sum, ask) => sum + askLines(ask, columns).length, 0);
  const details = threads.filter(({ detail }) => hasText(detail)).length;
  const rest =
    portLines(ports, columns).length + questions + threads.length + details + Math.min(logs.length, logEntriesShown);
  return 1 + facts.filter(Boolean).length + rest;
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

/** The question, and below it the choices with their numbers, as many on a line as fit whole. */
function askLines({ question, choices }: Ask, columns: number): Line[] {
  const glyph = [span(' '), span(stateGlyphs.waiting, 'state-waiting'), span(' ')];
  const numbered = choices.map((choice, index) => [span(`${index + 1}`, 'key'), span(` ${drawable(choice)}`)]);
  const rows: Span[][] = [];
  for (const choice of numbered) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf([...last, span('  '), ...choice]) < columns) last.push(span('  '), ...choice);
    else rows.push([span('   '), ...choice]);
  }
  return [...hang(glyph, drawable(question), columns, 'state-waiting'), ...rows.map((spans) => ({ spans }))];
}

/** Most urgent first: state, agent, name and since when; below it why. */
function threadLines(session: Session, place: DetailPlace): Line[] {
  const { columns } = place;
  const { threads } = session;
  const agents = threads.map(({ agent }) => cutEnd(drawable(agent), agentCellsMax));
  const agentCells = Math.max(0, ...agents.map(width));
  return threads
    .map((thread, index) => ({ thread, agent: agents[index] ?? '' }))
    .toSorted((a, b) => urgency.indexOf(a.thread.state) - urgency.indexOf(b.thread.state))
    .flatMap(({ thread, agent }) => {
      const { name, detail, certainty, outside } = thread;
      const start: Span[] = [
        span(' '),
        stateSign(thread, certainty !== 'exact'),
        span(` ${agent}${' '.repeat(agentCells - width(agent))} `, 'strong'),
      ];
      const time = sinceOrNews(thread, place);
      const work = workText([thread]);
      const right = work === '' ? time : [span(` ${work}${time.length === 0 ? ' ' : ''}`, 'faint'), ...time];
      const room = columns - widthOf(start) - widthOf(right) - 1;
      const first = spread(
        [...start, span(cutEnd(`${outside ? `${outsideGlyph} ` : ''}${drawable(name ?? '')}`, room))],
        right,
        columns,
      );
      const why = hasText(detail) ? [line(span('   '), span(drawable(detail), 'faint'))] : [];
      return aimedAt([first, ...why], { kind: 'thread', session: keyOf(session), thread: threadKeyOf(thread) });
    });
}

function hasText(text: string | null): text is string {
  return text !== null && text !== '';
}

function progressLine(progress: Progress, columns: number): Line {
  if (progress.indeterminate) {
    const label = drawable(progress.label ?? '');
    const start = [span(' '), span(toneGlyphs.neutral, 'tone-neutral'), span(label === '' ? ' ' : ` ${label} `)];
    return line(...start, span(indeterminateBar, 'tone-info'));
  }
  const text = progressText(progress);
  const part = share(progress);
  const counted = progress.current !== null;
  const start = [span(' '), span(toneGlyphs.neutral, 'tone-neutral'), span(` ${text}`)];
  if (part === null) return line(...start);
  const used = width(` · ${text} `);
  // A share says its percentage already.
  const percent = counted ? ` ${percentText(part)}` : '';
  if (used + width(bar(part)) + width(percent) <= columns)
    return line(...start, span(' '), span(bar(part), 'tone-info'), span(percent));
  return used + width(bar(part)) <= columns ? line(...start, span(' '), span(bar(part), 'tone-info')) : line(...start);
}
