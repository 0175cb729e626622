import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, type Ask, asksMax } from '../protocol/ask.ts';
import { Problem } from './problem.ts';
import type { Store } from './store.ts';

const lastAnswersMillisMax = 500;

/** Those who asked and wait, each for one answer. The questions themselves are in the state. */
export interface Asks {
  /** Resolves with the answer. @throws Problem 408 timed out, 410 the session closed, 429 too many are open, 503 we end */
  open(question: Omit<Ask, 'id'>, fallback: string | undefined, response: ServerResponse): Promise<Answer>;
  /** Somebody chose. */
  answer(id: string, answer: string): void;
  /** Ends those whose time is over. */
  expire(now: number): void;
  /** Tells all who wait that we end; resolves when they have heard it, after `lastAnswersMillisMax` at the latest. */
  stop(): Promise<void>;
}

interface Waiting {
  ask: Ask;
  fallback: string | undefined;
  settle: (outcome: Answer | Problem) => void;
  response: ServerResponse;
}

export function serveAsks(store: Store): Asks {
  const waiting = new Map<string, Waiting>();

  function end(id: string, outcome: Answer | Problem): void {
    const one = waiting.get(id);
    if (one === undefined) return;
    waiting.delete(id);
    const { answer, by } = outcome instanceof Problem ? { answer: null, by: null } : outcome;
    store.dispatch({ type: 'ask.ended', id, answer, by });
    one.settle(outcome);
  }

  // A question dies with its session.
  store.onChange((state, before) => {
    if (state.asks === before.asks) return;
    const open = new Set(state.asks.map(({ id }) => id));
    for (const id of [...waiting.keys()].filter((one) => !open.has(one)))
      end(id, new Problem(410, 'Gone', 'the session was closed'));
  });

  return {
    open(question, fallback, response) {
      if (waiting.size >= asksMax)
        throw new Problem(429, 'Too Many Requests', `${asksMax} questions are open already`, { 'retry-after': '10' });
      const ask = { id: randomUUID(), ...question };
      const answer = new Promise<Answer>((resolve, reject) => {
        const settle = (outcome: Answer | Problem) => (outcome instanceof Problem ? reject(outcome) : resolve(outcome));
        waiting.set(ask.id, { ask, fallback, settle, response });
      });
      response.once('close', () => end(ask.id, new Problem(499, 'Client Closed Request', 'whoever asked hung up')));
      store.dispatch({ type: 'ask.opened', ask });
      // It may have hung up while its session was looked for.
      if (response.destroyed) end(ask.id, new Problem(499, 'Client Closed Request', 'whoever asked hung up'));
      return answer;
    },
    answer: (id, answer) => end(id, { answer, by: 'person' }),
    expire(now) {
      for (const { ask, fallback } of [...waiting.values()].filter((one) => one.ask.expires <= now))
        end(
          ask.id,
          fallback === undefined
            ? new Problem(408, 'Request Timeout', 'nobody answered in time')
            : { answer: fallback, by: 'default' },
        );
    },
    async stop() {
      const all = [...waiting.values()];
      const heard = all.map(({ response }) => new Promise((resolve) => response.once('close', resolve)));
      for (const { ask } of all) end(ask.id, new Problem(503, 'Service Unavailable', 'the daemon ends'));
      await Promise.race([Promise.all(heard), delay(lastAnswersMillisMax)]);
    },
  };
}
