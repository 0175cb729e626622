import type { Ask } from '../../protocol/ask.ts';
import type { RowField } from '../../protocol/rows.ts';
import type { Session, Thread } from '../../protocol/state.ts';
import { cutMiddle, drawable, tilde } from '../text.ts';
import { hiddenGlyph, stateGlyphs, unseenGlyph } from '../theme.ts';
import { elapsed, elapsedCells } from './elapsed.ts';
import { aheadBehind, repositoryName } from './git-marks.ts';
import { type Headline, headline, isCounted } from './headline.ts';
import { firstFitting, type Piece, text, whole } from './piece.ts';
import { portsShort } from './port-lines.ts';
import { hasSummary, summary } from './progress.ts';
import { sessionName } from './session-name.ts';
import { workText } from './work.ts';

/** What a row is drawn from. */
export interface RowFacts {
  session: Session;
  /** Of this session, oldest first. */
  asks: readonly Ask[];
  top: Headline | null;
  here: boolean;
  /** Hidden, and shown all the same. */
  hidden: boolean;
  home: string;
  now: number;
  /** No seconds are counted. */
  calm: boolean;
}

export interface Field {
  /** Whether it has anything to say; asked for every session, drawn or not. */
  says(session: Session, asks: readonly Ask[]): boolean;
  piece(facts: RowFacts): Piece;
}

/** The index is none of them: it stands before the line. */
const fields: Readonly<Record<Exclude<RowField, 'index'>, Field>> = {
  name: {
    says: () => true,
    piece: ({ session, here, hidden }) =>
      text(`${hidden ? `${hiddenGlyph} ` : ''}${sessionName(session)}`, here ? 'strong' : hidden ? 'faint' : 'plain'),
  },
  state: {
    says: ({ threads }, asks) => !isNominal(headline(threads, asks)),
    piece: ({ top }) =>
      top === null
        ? whole(' ', 'plain')
        : whole(stateGlyphs[top.state], `state-${top.state}`, top.inferred ? { faint: true } : {}),
  },
  since: {
    says: ({ threads }, asks) => !isNominal(headline(threads, asks)),
    piece: ({ top, now, calm }) => {
      if (top?.unseen) return whole(unseenGlyph.padEnd(elapsedCells), `state-${top.state}`);
      const time = top !== null && isCounted(top.state) ? elapsed(top.since, now, calm) : '';
      return whole(time.padEnd(elapsedCells), 'faint');
    },
  },
  work: {
    says: ({ threads }) => threads.some(({ subagents, background }) => subagents + background > 0),
    piece: ({ session }) => whole(workText(session.threads), 'faint'),
  },
  question: {
    says: (_, asks) => asks.length > 0,
    piece: ({ asks: [ask] }) => text(drawable(ask?.question ?? ''), 'state-waiting'),
  },
  agent: {
    says: ({ threads }) => threads.length > 0,
    piece: (facts) => text(drawable(leading(facts)?.agent ?? ''), 'plain'),
  },
  thread: {
    says: ({ threads }) => threads.some(({ name }) => name !== null && name !== ''),
    piece: (facts) => text(drawable(leading(facts)?.name ?? ''), 'plain'),
  },
  branch: {
    says: ({ branch }) => branch !== null,
    piece: ({ session: { branch, git } }) =>
      text(`${git?.detached === true ? '@' : ''}${drawable(branch ?? '')}`, 'faint'),
  },
  operation: {
    says: ({ git }) => git !== null && git.operation !== null,
    piece: ({ session }) => whole(session.git?.operation ?? '', 'state-interrupted'),
  },
  dirty: { says: ({ git }) => git?.dirty === true, piece: () => whole('±', 'tone-warn') },
  aheadBehind: {
    says: ({ git }) => (git?.ahead ?? 0) > 0 || (git?.behind ?? 0) > 0,
    piece: ({ session: { git } }) => whole(git === null ? '' : aheadBehind(git), 'faint'),
  },
  worktree: {
    says: ({ git }) => git !== null && git.worktreeOf !== null,
    piece: ({ session }) => whole(`↟${repositoryName(session.git?.worktreeOf ?? '')}`, 'faint'),
  },
  ports: {
    says: ({ ports }) => ports.length > 0,
    piece: ({ session }) => firstFitting(portsShort(session)),
  },
  dir: {
    says: ({ dir }) => dir !== null,
    piece: ({ session, home }) => text(tilde(drawable(session.dir ?? ''), home), 'faint', cutMiddle),
  },
  window: {
    says: ({ windows }) => windows.some(({ active }) => active),
    piece: ({ session }) => text(drawable(session.windows.find(({ active }) => active)?.name ?? ''), 'faint'),
  },
  status: {
    says: ({ metadata: { status, progress } }) => hasSummary(status, progress),
    piece: ({ session: { metadata } }) => {
      const tone = metadata.status?.tone ?? 'neutral';
      return text(summary(metadata.status, metadata.progress), tone === 'neutral' ? 'plain' : `tone-${tone}`);
    },
  },
};

const byName = new Map<string, Field>(Object.entries(fields));

/** Undefined for a name that is none. */
export function fieldOf(name: string): Field | undefined {
  return byName.get(name);
}

/** There is nothing to say of it. */
export function isNominal(top: Headline | null): boolean {
  return top === null || stateGlyphs[top.state] === ' ';
}

/** The thread that the headline is about: a named one before others. */
function leading({ session: { threads }, top }: RowFacts): Thread | undefined {
  const inState = threads.filter(({ state }) => state === top?.state);
  return inState.find(({ name }) => name !== null) ?? inState[0] ?? threads[0];
}
