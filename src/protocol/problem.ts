import * as z from 'zod/mini';

/** Every error, as `application/problem+json` after RFC 9457. */
export const ProblemDocument = z.object({
  title: z.string(),
  status: z.number(),
  /** One line for a person. */
  detail: z.string(),
});
export type ProblemDocument = z.infer<typeof ProblemDocument>;
