import * as z from 'zod/mini';

export const GitOperation = z.enum(['rebase', 'am', 'merge', 'cherry-pick', 'revert', 'bisect']);
export type GitOperation = z.infer<typeof GitOperation>;

/** What is checked out in a directory, and how it stands. */
export const Git = z.object({
  /** Top of the working tree. */
  root: z.string(),
  /** Branch, also while it is being rebased; seven characters of the commit when HEAD is detached; null when nothing says it. */
  branch: z.nullable(z.string()),
  detached: z.boolean(),
  /** What was begun and waits to be continued or given up. */
  operation: z.nullable(GitOperation),
  /** There is work that is not committed. Null where nobody knows: git has not answered yet, or is too slow here. */
  dirty: z.nullable(z.boolean()),
  /** Commits that the upstream branch does not have; null without one. */
  ahead: z.nullable(z.number()),
  /** Commits that only the upstream branch has; null without one. */
  behind: z.nullable(z.number()),
  /** Directory of the repository whose linked worktree this is; null when it is none. */
  worktreeOf: z.nullable(z.string()),
});
export type Git = z.infer<typeof Git>;
