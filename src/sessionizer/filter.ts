import { go } from 'fuzzysort';
import type { Candidate, Kind } from './candidate.ts';

/** What is listed at once of what was searched for. */
export const hitsMax = 500;
/** Of what is typed. */
const searchedCharactersMax = 300;
/** Scores go from 1, exact, to 0. */
const scoreMin = 0.2;
/** All of it matched in the name. */
const nameBonus = 0.2;
const bonuses: Readonly<Record<Kind, number>> = { session: 0.15, recent: 0.1, worktree: 0.05, dir: 0, zoxide: 0 };

export interface Hit {
  candidate: Candidate;
  /** Indices in its text, ascending. */
  matched: readonly number[];
}

/** From the best on; all in their order when nothing is typed. */
export function hitsOf(candidates: readonly Candidate[], text: string): Hit[] {
  const searched = text.trim().slice(0, searchedCharactersMax);
  if (searched === '') return candidates.map((candidate) => ({ candidate, matched: [] }));
  return go(searched, candidates, { key: 'text', limit: hitsMax, threshold: scoreMin })
    .map(({ obj: candidate, indexes, score }) => {
      const matched = [...indexes].sort((a, b) => a - b);
      const [start, end] = candidate.name;
      const isInName = matched.every((index) => index >= start && index < end);
      return { candidate, matched, score: score + bonuses[candidate.kind] + (isInName ? nameBonus : 0) };
    })
    .sort((a, b) => b.score - a.score)
    .map(({ candidate, matched }) => ({ candidate, matched }));
}
