import { clean } from '../../protocol/text.ts';
import type { Link } from '../model.ts';

/** Tells what is wrong, once, however often it is found. */
export interface Troubles {
  link(now: Link): void;
  /** null: what was wrong is right again. */
  problem(text: string | null): void;
}

export function createTroubles(print: (lines: readonly string[]) => void): Troubles {
  let link: Link = 'connecting';
  let last: string | null = null;
  return {
    link(now) {
      if (now === 'gone' && link !== 'gone') print(['opensessions does not answer; trying again']);
      if (now === 'live' && link === 'gone') print(['connected again']);
      link = now;
    },
    problem(text) {
      if (text !== null && text !== last) print([clean(text)]);
      last = text;
    },
  };
}
