import * as z from 'zod/mini';

export const sessionCharactersMax = 1000;
const paneCharactersMax = 32;
/** A week. */
export const ttlSecondsMax = 604_800;

/** A session's whole name, its id (`$3`), or the id of a pane in it (`%7`); before it `socket:` when several tmux servers have one. */
export const SessionRef = z.string().check(z.minLength(1, 'must name a session'), z.maxLength(sessionCharactersMax));

export const PaneId = z.string().check(z.regex(/^%\d+$/, 'must be a pane id like %7'), z.maxLength(paneCharactersMax));

/** Seconds after which what was pushed disappears by itself. */
export const Ttl = z.number().check(z.gt(0), z.lte(ttlSecondsMax));

/** Whom a push is for: one of the two is required, `session` decides when both are there. */
export const target = { session: z.optional(SessionRef), pane: z.optional(PaneId) };
export type Target = { session?: string | undefined; pane?: string | undefined };

/** Named together with everything else that is wrong, so it does not wait until the rest is right. */
export const hasTarget = z.refine<Target>((push) => push.session !== undefined || push.pane !== undefined, {
  error: 'name a session or a pane',
  path: ['session'],
  when: ({ value, issues }) => isObject(value) && !issues.some((issue) => issue.path?.[0] === 'session'),
});
export const targetRequired = { anyOf: [{ required: ['session'] }, { required: ['pane'] }] };

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
