import type { Model } from './model.ts';

/** The keys that bring the focus here, `C-b o s`; null while it is here, and where nobody knows them. */
export function wayHere({ place, you }: Pick<Model, 'place' | 'you'>): string | null {
  return place === 'tmux' && you.away === true && you.prefix !== undefined ? `${you.prefix} s` : null;
}
