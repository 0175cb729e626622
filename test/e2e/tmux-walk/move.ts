import { type Listing, livePanes, ourPanes, workPanes } from './listing.ts';

/** What a word of a command names: the nth of its kind, counted round from 0. */
export interface Ref {
  /** `link` is a window in one of its sessions, `free` an index behind all windows of a session. */
  kind: 'work' | 'ours' | 'live' | 'window' | 'session' | 'client' | 'link' | 'free';
  nth: number;
  /** Stands behind it. */
  suffix?: string;
}

export type Word = string | Ref;

export type Size = readonly [cols: number, rows: number];

/** One step of a walk. `kills`: work panes may end by it. */
export type Move =
  | { type: 'tmux'; words: readonly Word[]; kills: boolean }
  | { type: 'attach'; session: Ref; size: Size; control: boolean }
  | { type: 'hang-up'; client: Ref }
  | { type: 'resize'; client: Ref; sizes: readonly Size[] }
  | { type: 'toggle'; client: Ref }
  | { type: 'kill-process'; what: 'sidebar' | 'daemon' };

/** A reference in one server: its id there, and itself with the place that it really has. Null where there is none of its kind. */
export function resolve(listing: Listing, ref: Ref): { id: string; ref: Ref } | null {
  const all = idsOf(listing, ref.kind);
  const nth = all.length === 0 ? 0 : ref.nth % all.length;
  const id = all[nth];
  return id === undefined ? null : { id: `${id}${ref.suffix ?? ''}`, ref: { ...ref, nth } };
}

function idsOf(listing: Listing, kind: Ref['kind']): string[] {
  switch (kind) {
    case 'work':
      return workPanes(listing);
    case 'ours':
      return ourPanes(listing);
    case 'live':
      return livePanes(listing);
    case 'window':
      return [...listing.windows.keys()];
    case 'session':
      return listing.sessions.map(({ id }) => id);
    case 'client':
      return listing.clients.map(({ name }) => name);
    case 'link':
      return listing.links.map(({ session, index }) => `${session}:${index}`);
    case 'free':
      return listing.sessions.map(({ id }) => `${id}:${highestIndex(listing, id) + 1}`);
    default:
      return kind satisfies never;
  }
}

function highestIndex({ links }: Listing, session: string): number {
  return Math.max(0, ...links.filter((link) => link.session === session).map(({ index }) => index));
}
