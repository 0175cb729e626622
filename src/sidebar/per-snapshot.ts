import type { Snapshot, You } from '../protocol/state.ts';

interface Shown {
  snapshot: Snapshot;
  you: You;
}

/** What follows of a snapshot for the sidebar of a tmux server: asked many times for each picture, worked out once. */
export function perSnapshot<To>(
  work: (shown: Shown) => To,
  without: To,
): (model: { snapshot: Snapshot | null; you: You }) => To {
  const known = new WeakMap<Snapshot, { server: string | null; to: To }>();
  return ({ snapshot, you }) => {
    if (snapshot === null) return without;
    const before = known.get(snapshot);
    if (before !== undefined && before.server === you.server) return before.to;
    const to = work({ snapshot, you });
    known.set(snapshot, { server: you.server, to });
    return to;
  };
}
