import type { Ask } from '../../protocol/ask.ts';
import type { Group } from '../groups.ts';
import { keyOf, type SessionKey } from '../model.ts';
import { cutEnd, width } from '../text.ts';
import { foldedGlyph, groupGuide, stateGlyphs, unfoldedGlyph } from '../theme.ts';
import { elapsedCells } from './elapsed.ts';
import { repositoryName } from './git-marks.ts';
import { type Headline, headline } from './headline.ts';
import { type Line, type Span, span, widthOf } from './line.ts';
import { indexColumnsMin, type RowPlace, sinceColumnsMin, stateCells, stateColumnsMin } from './row.ts';

type GroupPlace = Omit<RowPlace, 'index' | 'hidden' | 'rows' | 'home'>;
type Asks = ReadonlyMap<SessionKey, readonly Ask[]>;

const waitingMax = 99;

/**
 * Repository and how many sessions it has. Folded it says what they would: the bar where one of them is the client's, and
 * the most urgent state; how many wait for a person in place of since when.
 */
export function groupRow(group: Group, asks: Asks, place: GroupPlace): Line {
  const { columns, count, here, cursor } = place;
  const mark = group.folded ? foldedGlyph : unfoldedGlyph;
  const start = [
    here ? span('▌', 'here') : span(' '),
    span(columns < indexColumnsMin ? '' : mark.padEnd(String(count).length + 1), 'faint'),
  ];
  const state = group.folded && columns >= stateColumnsMin ? stateOf(group, asks, place) : [];
  const room = columns - widthOf(start) - widthOf(state);
  const members = ` ${group.sessions.length}`;
  const name = cutEnd(repositoryName(group.repository) || group.repository, room - width(members));
  const text = [...start, span(name, here ? 'strong' : 'plain'), span(cutEnd(members, room - width(name)), 'faint')];
  const gap = state.length === 0 ? [] : [span(' '.repeat(Math.max(0, columns - widthOf(text) - widthOf(state))))];
  return { spans: [...text, ...gap, ...state], ...(cursor ? { fill: 'cursor' } : {}) };
}

/** The most urgent of all that a folded group does not show. */
export function groupHeadline({ sessions }: Group, asks: Asks): Headline | null {
  return headline(
    sessions.flatMap(({ threads }) => threads),
    asksIn(sessions, asks),
  );
}

/** The line of a session, or of what is below it, with a mark in the gutter where nothing else is. */
export function guided(line: Line): Line {
  const [first, ...rest] = line.spans;
  if (first === undefined || !first.text.startsWith(' ')) return line;
  return { ...line, spans: [span(groupGuide, 'faint'), { ...first, text: first.text.slice(1) }, ...rest] };
}

function stateOf(group: Group, asks: Asks, { columns, now, calm }: GroupPlace): Span[] {
  const top = groupHeadline(group, asks);
  if (top === null || stateGlyphs[top.state] === ' ') return [];
  const cells = stateCells(top, columns, now, calm);
  if (top.state !== 'waiting' || columns < sinceColumnsMin) return cells;
  const waiting = group.sessions.flatMap(({ threads }) => threads).filter(({ state }) => state === 'waiting').length;
  const all = Math.min(waitingMax, waiting + asksIn(group.sessions, asks).length);
  return [...cells.slice(0, 2), span(`${all}`.padEnd(elapsedCells + 2), 'state-waiting')];
}

function asksIn(sessions: Group['sessions'], asks: Asks): readonly Ask[] {
  return sessions.flatMap((session) => asks.get(keyOf(session)) ?? []);
}
