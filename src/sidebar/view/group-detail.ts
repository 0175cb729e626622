import type { Ask } from '../../protocol/ask.ts';
import type { Group } from '../groups.ts';
import { keyOf, type SessionKey } from '../model.ts';
import { cutEnd, cutMiddle, drawable, tilde } from '../text.ts';
import type { DetailPlace } from './detail.ts';
import { repositoryName } from './git-marks.ts';
import { type Headline, headline, urgency } from './headline.ts';
import { type Line, line, type Span, span, spread, widthOf } from './line.ts';
import { sinceOrNews, stateSign } from './panel-state.ts';
import { sessionName } from './session-name.ts';

/** The repository, and a line for each of its sessions, the most urgent first: state, name and since when. */
export function groupDetail(
  { repository, sessions }: Group,
  asks: ReadonlyMap<SessionKey, readonly Ask[]>,
  place: DetailPlace,
): Line[] {
  const members = sessions
    .map((session) => ({
      name: sessionName(session),
      top: headline(session.threads, asks.get(keyOf(session)) ?? []),
    }))
    .toSorted((a, b) => rank(a.top) - rank(b.top));
  const path = tilde(drawable(repository), place.home);
  return [
    line(span(' '), span(repositoryName(repository) || path, 'strong')),
    line(span(' '), span(cutMiddle(path, place.columns - 2), 'faint')),
    ...members.map(({ name, top }) => memberLine(name, top, place)),
  ];
}

function rank(top: Headline | null): number {
  return urgency.indexOf(top?.state ?? 'idle');
}

function memberLine(name: string, top: Headline | null, place: DetailPlace): Line {
  const { columns } = place;
  const told = top ?? { state: 'idle', inferred: false, unseen: false, since: place.now };
  const start: Span[] = [span(' '), stateSign(told, told.inferred), span(' ')];
  const right = sinceOrNews(told, place);
  const text = span(cutEnd(name, columns - widthOf(start) - widthOf(right) - 1));
  return spread([...start, text], right, columns);
}
