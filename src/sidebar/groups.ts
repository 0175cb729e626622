import { blocksOf, repositoryOf } from '../protocol/blocks.ts';
import type { Session } from '../protocol/state.ts';
import { atCursor, keyOf, type Model, type SessionKey, sessionsOf } from './model.ts';
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

export function sectionsOf(model: Pick<Model, 'snapshot' | 'you'>): Section[] {
  const folded = new Set(model.snapshot?.list.folded);
  return blocksOf(sessionsOf(model)).map(({ repository, sessions }) => {
    const [first] = sessions;
    if (repository === null || first === undefined) return { group: null, sessions };
    return { group: { key: groupKeyOf(first), repository, sessions, folded: folded.has(repository) }, sessions };
  });
}

export function groupsOf(model: Pick<Model, 'snapshot' | 'you'>): Group[] {
  return sectionsOf(model).flatMap(({ group }) => group ?? []);
}

/** The group whose line the cursor stands on. */
export function groupAtCursor(model: Model): Group | undefined {
  return groupsOf(model).find(({ key }) => key === model.cursor);
}

/** The group that a session is listed in. */
export function groupOf(model: Model, session: SessionKey): Group | undefined {
  return groupsOf(model).find(({ sessions }) => sessions.some((one) => keyOf(one) === session));
}

/** Of the group that a session is in, or would be in. */
export function groupKeyOf(session: Session): SessionKey {
  return `\ngroup ${session.server} ${repositoryOf(session)}`;
}

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
