import type { Thread } from '../../protocol/state.ts';
import { stateGlyphs, unseenGlyph } from '../theme.ts';
import { elapsed } from './elapsed.ts';
import { isCounted } from './headline.ts';
import { type Span, span } from './line.ts';

type Told = Pick<Thread, 'state' | 'since' | 'unseen'>;

/** The sign of a state in the detail panel; faint where it is concluded. */
export function stateSign({ state }: Pick<Told, 'state'>, inferred: boolean): Span {
  return { ...span(stateGlyphs[state], `state-${state}`), ...(inferred ? { faint: true } : {}) };
}

/** At the end of a line of the panel: since when, or that its end is news. */
export function sinceOrNews({ state, since, unseen }: Told, { now, calm }: { now: number; calm: boolean }): Span[] {
  if (isCounted(state)) return [span(` ${elapsed(since, now, calm)} `, 'faint')];
  return unseen ? [span(` ${unseenGlyph} `, `state-${state}`)] : [];
}
