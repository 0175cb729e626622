import { cleanup, go } from 'fuzzysort';
import type { Session, Thread } from '../protocol/state.ts';
import { allSessionsOf, type Model } from './model.ts';
import { drawable, tilde } from './text.ts';

/** What is drawn at once; the best come first. */
const hitsMax = 100;
/** Of a text, so that a key press costs the same whatever is shown. */
const textCharactersMax = 300;
/** Scores go from 1, exact, to 0. */
const scoreMin = 0.2;

/** Something that can be gone to: a session by its name, branch or directory, or one of its threads. */
export interface Hit {
  session: Session;
  thread: Thread | null;
  /** What was searched, and is drawn. */
  text: string;
  /** It is the session's name. */
  isName: boolean;
  /** Indices in `text`, ascending. */
  matched: readonly number[];
}

/** Hits from the best on, hidden and filtered sessions included; with nothing typed yet, all sessions in their order. */
export function find(model: Model, text: string): Hit[] {
  const all = allSessionsOf(model);
  const searched = text.trim().slice(0, textCharactersMax);
  if (searched === '') return all.slice(0, hitsMax).map((session) => ({ ...named(session), matched: [] }));
  const candidates = all.flatMap((session) => candidatesOf(session, model.home));
  const found = go(searched, candidates, { key: 'text', limit: 2 * hitsMax, threshold: scoreMin });
  return withoutRepeats(found.map(({ obj, indexes }) => ({ ...obj, matched: [...indexes].sort((a, b) => a - b) })));
}

/** The library remembers every text that it was given. */
export function forgetTexts(): void {
  cleanup();
}

type Candidate = Omit<Hit, 'matched'>;

function candidatesOf(session: Session, home: string): Candidate[] {
  const { branch, dir, threads } = session;
  const texts = [branch, dir === null ? null : tilde(dir, home)].flatMap((text) =>
    text === null ? [] : [short(text)],
  );
  return [
    named(session),
    ...texts.map((text) => ({ session, thread: null, text, isName: false })),
    ...threads.map((thread) => ({
      session,
      thread,
      text: short([thread.agent, thread.name ?? ''].join(' ')),
      isName: false,
    })),
  ];
}

function named(session: Session): Candidate {
  return { session, thread: null, text: short(session.name) || session.id, isName: true };
}

function short(text: string): string {
  return drawable(text.slice(0, textCharactersMax));
}

/** A session is found once, by what fits best. */
function withoutRepeats(hits: readonly Hit[]): Hit[] {
  const seen = new Set<Session | Thread>();
  return hits
    .filter(({ session, thread }) => {
      const target = thread ?? session;
      const isNew = !seen.has(target);
      seen.add(target);
      return isNew;
    })
    .slice(0, hitsMax);
}
