import * as z from 'zod/mini';
import { filledLine } from './line.ts';
import { hasTarget, target, targetRequired } from './target.ts';

export const questionGraphemesMax = 200;
export const choicesMax = 9;
export const choiceGraphemesMax = 60;
export const askIdCharactersMax = 64;
/** Questions that are open at one time. */
export const asksMax = 100;
export const askSecondsDefault = 600;
export const askSecondsMax = 86_400;

const choice = filledLine(choiceGraphemesMax);

/** `POST /ask`: waits until somebody chose, for `timeout` seconds (default 600); then `default` is the answer, if there is one. */
export const AskPush = z
  .object({
    ...target,
    question: filledLine(questionGraphemesMax),
    choices: z.array(choice).check(z.minLength(1), z.maxLength(choicesMax)),
    timeout: z.optional(z.number().check(z.gt(0), z.lte(askSecondsMax))),
    default: z.optional(choice),
  })
  .check(
    hasTarget,
    z.refine(({ choices }) => new Set(choices).size === choices.length, {
      error: 'must all be different',
      path: ['choices'],
    }),
    z.refine((ask) => ask.default === undefined || ask.choices.includes(ask.default), {
      error: 'must be one of the choices',
      path: ['default'],
    }),
  )
  .register(z.globalRegistry, targetRequired);
export type AskPush = z.infer<typeof AskPush>;

/** Whose answer it is: somebody chose it, or nobody did in time. */
export const AnsweredBy = z.enum(['person', 'default']);
export type AnsweredBy = z.infer<typeof AnsweredBy>;

/** What `POST /ask` comes to. */
export const Answer = z.object({ answer: z.string(), by: AnsweredBy });
export type Answer = z.infer<typeof Answer>;

/** An open question, as others see it. */
export const Ask = z.object({
  id: z.string(),
  server: z.string(),
  /** tmux session id. */
  session: z.string(),
  question: z.string(),
  choices: z.array(z.string()),
  /** Epoch milliseconds. */
  since: z.number(),
  /** Epoch milliseconds at which nobody waits for the answer any more. */
  expires: z.number(),
});
export type Ask = z.infer<typeof Ask>;
