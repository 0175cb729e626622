import type { Session } from './state.ts';

/** Sessions that stand together in the list: those of one repository, or one alone. */
export interface Block {
  /** Directory of the repository; null for a session alone. */
  repository: string | null;
  /** At least one; of a repository two or more. */
  sessions: readonly Session[];
}

/** The directory that a person knows a session's repository by, the same for all its worktrees; null outside any. */
export function repositoryOf({ git }: Pick<Session, 'git'>): string | null {
  return git === null ? null : (git.worktreeOf ?? git.root);
}

/**
 * Two sessions or more of one repository stand together where the first of them does, once one of them is in a linked
 * worktree; in their order. All others stand alone.
 */
export function blocksOf(sessions: readonly Session[]): Block[] {
  const linked = new Set(sessions.filter(({ git }) => git !== null && git.worktreeOf !== null).map(placeOf));
  if (linked.size === 0) return sessions.map(alone);
  const groups = Map.groupBy(sessions, placeOf);
  return sessions.flatMap((session): Block[] => {
    const group = groups.get(placeOf(session)) ?? [];
    if (group.length < 2 || !linked.has(placeOf(session))) return [alone(session)];
    return group[0] === session ? [{ repository: repositoryOf(session), sessions: group }] : [];
  });
}

function alone(session: Session): Block {
  return { repository: null, sessions: [session] };
}

/** A repository as the sessions of one tmux server see it; null outside any. */
function placeOf(session: Session): string | null {
  const repository = repositoryOf(session);
  return repository === null ? null : `${session.server}\n${repository}`;
}
