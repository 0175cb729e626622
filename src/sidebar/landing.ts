import { type Section, sectionsOf } from './groups.ts';
import { keyOf, type Model, type SessionKey, sessionsOf } from './model.ts';
import type { Hold } from './target.ts';

/** Where a session that is dragged comes to stand when it is let go of. */
export interface Landing {
  /** What it asks for: places down, up where negative; past a group as past one session. */
  by: number;
  /** The line that it passes last, of a session or a group, and whether it lands above that. */
  over: SessionKey;
  above: boolean;
  /** Its number there, from 1. */
  number: number;
}

/** Null where it stays. A session of a group stays in its group, another one does not come into any. */
export function landingOf(model: Model, { session, to }: Extract<Hold, { kind: 'move' }>): Landing | null {
  const sections = sectionsOf(model);
  const all = sessionsOf(model).map(keyOf);
  const at = sections.findIndex((section) => keysOf(section).includes(session));
  const target = all[Math.min(to, all.length - 1)];
  const end = sections.findIndex((section) => target !== undefined && keysOf(section).includes(target));
  const [own, over] = [sections[at], sections[end]];
  if (own === undefined || over === undefined || target === undefined) return null;
  if (own.group !== null) {
    const members = keysOf(own);
    const place = end === at ? members.indexOf(target) : end < at ? 0 : members.length - 1;
    const by = place - members.indexOf(session);
    return by === 0
      ? null
      : { by, over: members[place] ?? target, above: by < 0, number: before(sections, at) + place + 1 };
  }
  const by = end - at;
  if (by === 0) return null;
  const line = over.group !== null && (by < 0 || over.group.folded) ? over.group.key : keysOf(over).at(-1);
  const passed = by < 0 ? before(sections, end) : before(sections, end + 1) - 1;
  return { by, over: line ?? target, above: by < 0, number: passed + 1 };
}

function keysOf({ sessions }: Section): SessionKey[] {
  return sessions.map(keyOf);
}

/** How many sessions stand before a section. */
function before(sections: readonly Section[], index: number): number {
  return sections.slice(0, index).reduce((sum, { sessions }) => sum + sessions.length, 0);
}
