import { blocksOf, repositoryOf } from '../protocol/blocks.ts';
import type { Session } from '../protocol/state.ts';
import { atCursor, keyOf, type Model, type SessionKey, sessionsOf } from './model.ts';
import { perSnapshot } from './per-snapshot.ts';
import { request, type Step } from './step.ts';

/** Sessions of one repository below a line of their own, on which the cursor can stand. */
export interface Group {
  /** What the cursor is when it stands on the group's line. No session has such a key. */
  key: SessionKey;
  repository: string;
  sessions: readonly Session[];
  /** The line stands for all of them. */
  folded: boolean;
}

/** What is listed, from above: the sessions of a group, or one alone. */
export interface Section {
  group: Group | null;
  sessions: readonly Session[];
}

export function sectionsOf(model: Pick<Model, 'snapshot' | 'you'>): readonly Section[] {
  return grouped(model).sections;
}

/** The group whose line the cursor stands on. */
export function groupAtCursor(model: Model): Group | undefined {
  return model.cursor === null ? undefined : grouped(model).byKey.get(model.cursor);
}

/** The group that a session is listed in. */
export function groupOf(model: Model, session: SessionKey): Group | undefined {
  return grouped(model).bySession.get(session);
}

/** Of the group that a session is in, or would be in. */
export function groupKeyOf(session: Session): SessionKey {
  return `\ngroup ${session.server} ${repositoryOf(session)}`;
}

const grouped = perSnapshot(
  (shown) => {
    const folded = new Set(shown.snapshot.list.folded);
    const sections = blocksOf(sessionsOf(shown)).map(({ repository, sessions }): Section => {
      const [first] = sessions;
      if (repository === null || first === undefined) return { group: null, sessions };
      return { group: { key: groupKeyOf(first), repository, sessions, folded: folded.has(repository) }, sessions };
    });
    const groups = sections.flatMap(({ group }) => group ?? []);
    return {
      sections,
      byKey: new Map(groups.map((group) => [group.key, group])),
      bySession: new Map(groups.flatMap((group) => group.sessions.map((session) => [keyOf(session), group]))),
    };
  },
  { sections: [], byKey: new Map<SessionKey, Group>(), bySession: new Map<SessionKey, Group>() },
);

export function fold(model: Model, { repository }: Group, folded: boolean): Step {
  return request(model, { name: 'list.fold', repository, folded });
}

/** The session at the cursor some places down in the list, or up; on the line of a group all of it. */
export function relocated(model: Model, by: number): Step {
  const group = groupAtCursor(model);
  const session = group?.sessions[0] ?? atCursor(model);
  if (session === undefined) return { model, commands: [], ends: false };
  const whole = group === undefined ? {} : { group: true };
  return request(model, { name: 'session.move', session: session.id, by, ...whole });
}
