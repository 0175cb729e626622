import { type Block, blocksOf } from '../protocol/blocks.ts';
import type { Session } from '../protocol/state.ts';

interface Move {
  session: string;
  /** Places down, up where negative. */
  by: number;
  /** With those that stand together with it. */
  group?: boolean;
}

/**
 * All sessions in the order in which `session` stands some places further among those that are listed: within its group,
 * or, alone or with its group, past others and their groups. What is not listed stays before what it stood before. Null
 * when it cannot go further.
 */
export function rearranged(
  all: readonly Session[],
  shown: readonly Session[],
  { session, by, group }: Move,
): readonly Session[] | null {
  const blocks = blocksOf(shown);
  const at = blocks.findIndex(({ sessions }) => sessions.some(({ id }) => id === session));
  const block = blocks[at];
  if (block === undefined) return null;
  const next =
    block.repository === null || group === true
      ? shifted(blocks, at, by)
      : within(
          blocks,
          block,
          shifted(
            block.sessions,
            block.sessions.findIndex(({ id }) => id === session),
            by,
          ),
        );
  return next === null
    ? null
    : withUnlisted(
        all,
        next.flatMap(({ sessions }) => sessions),
      );
}

function within(blocks: readonly Block[], block: Block, sessions: readonly Session[] | null): Block[] | null {
  return sessions === null ? null : blocks.map((one) => (one === block ? { ...block, sessions } : one));
}

/** Null when the one at `at` is at the end already. */
function shifted<One>(all: readonly One[], at: number, by: number): One[] | null {
  const one = all[at];
  const to = Math.max(0, Math.min(all.length - 1, at + by));
  return one === undefined || to === at ? null : all.toSpliced(at, 1).toSpliced(to, 0, one);
}

function withUnlisted(all: readonly Session[], shown: readonly Session[]): Session[] {
  const isShown = new Set(shown);
  const before = new Map<Session, Session[]>();
  let waiting: Session[] = [];
  for (const session of all) {
    if (!isShown.has(session)) {
      waiting.push(session);
      continue;
    }
    before.set(session, waiting);
    waiting = [];
  }
  return [...shown.flatMap((session) => [...(before.get(session) ?? []), session]), ...waiting];
}
