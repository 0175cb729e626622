import { setTimeout as delay } from 'node:timers/promises';

const retryMillisMin = 250;
const retryMillisMax = 5000;
const returningMax = 32;

export interface ComeBackOptions {
  /** Nothing is to be done any more: it is attached, or we end. */
  isOver: (server: string) => boolean;
  answers: (server: string) => Promise<boolean>;
  /** @throws what `mayPass` judges */
  attach: (server: string) => Promise<void>;
  /** Whether another attempt may go better after this. */
  mayPass: (error: unknown) => boolean;
  /** It does not answer, or will never do: what is known of it is of no use. */
  forget: (server: string) => void;
  onError: (error: unknown) => void;
}

/** Attaches again to a tmux server, less and less often; once it answers no more, `whileSilent` decides whether to stay. */
export type ComeBack = (server: string, whileSilent: boolean) => Promise<void>;

/** Remembers whom it is coming back to: once for each server at a time. */
export function comeBackTo({ isOver, answers, attach, mayPass, forget, onError }: ComeBackOptions): ComeBack {
  /** To `whileSilent`. */
  const returning = new Map<string, boolean>();

  /** Whether it is worth going on. */
  async function attempt(server: string): Promise<boolean> {
    try {
      await attach(server);
      return false;
    } catch (error) {
      onError(error);
      if (mayPass(error)) return true;
      forget(server);
      return false;
    }
  }

  async function run(server: string): Promise<void> {
    for (let wait = retryMillisMin; ; wait = Math.min(wait * 2, retryMillisMax)) {
      const isThere = await answers(server);
      if (isOver(server)) return;
      if (!isThere) forget(server);
      if (!isThere && returning.get(server) !== true) return;
      await delay(wait);
      if (isOver(server)) return;
      if ((await answers(server)) && !(await attempt(server))) return;
    }
  }

  return async (server, whileSilent) => {
    const known = returning.get(server);
    if (known === undefined && returning.size >= returningMax) return;
    returning.set(server, known === true || whileSilent);
    if (known !== undefined) return;
    try {
      await run(server);
    } finally {
      returning.delete(server);
    }
  };
}
