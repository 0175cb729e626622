import * as z from 'zod/mini';

export const batchRequestsMax = 100;
const pathCharactersMax = 100;

/** `POST /batch`: pushes in this order, each on its own; one that fails does not stop the rest. */
export const Batch = z.object({
  requests: z
    .array(
      z.object({
        /** `/set-status /set-progress /log /clear-log /notify /agent` */
        path: z.string().check(z.maxLength(pathCharactersMax)),
        /** What is posted there. */
        body: z.unknown(),
      }),
    )
    .check(z.minLength(1), z.maxLength(batchRequestsMax)),
});
export type Batch = z.infer<typeof Batch>;

/** One result for each request: 204, or the status and the sentence that it would have got alone. */
export const BatchResults = z.object({
  results: z.array(z.object({ status: z.number(), detail: z.optional(z.string()) })),
});
export type BatchResults = z.infer<typeof BatchResults>;
