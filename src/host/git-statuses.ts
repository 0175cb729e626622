import { setTimeout as delay } from 'node:timers/promises';
import { type GitAnswer, type GitStatus, gitStatus } from './git-status.ts';

const runningMax = 2;
const statusMillisMax = 2000;
/** git writes several files for one command. */
const settleMillis = 50;
/** After a run a repository rests so many times as long: what changes all the time takes a sixth of a core at most. */
const restFactor = 5;
/** So long a slow repository is left alone. */
const slowMillis = 300_000;
const slowMax = 1000;

/** Runs of `git status`: two at a time at most, one for each repository; many wishes before one begins are that one. */
export interface GitStatuses {
  /** Null where git says nothing, or was too slow lately. */
  ask(root: string): Promise<GitStatus | null>;
  /** Slow repositories get another chance. */
  forget(): void;
}

/** @param millisMax how long one run may take */
export function gitStatuses(millisMax = statusMillisMax): GitStatuses {
  const queued = new Map<string, Promise<GitStatus | null>>();
  const busy = new Map<string, Promise<void>>();
  const slowUntil = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function slot(): Promise<void> {
    if (running >= runningMax) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  }

  function free(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  async function turn(root: string): Promise<GitStatus | null> {
    await Promise.all([busy.get(root), delay(settleMillis, undefined, { ref: false })]);
    await slot();
    queued.delete(root);
    const startedAt = performance.now();
    const { promise: isOver, resolve: over } = Promise.withResolvers<void>();
    busy.set(root, isOver);
    let answer: GitAnswer = 'unknown';
    try {
      answer = await gitStatus(root, millisMax);
    } finally {
      free();
      void rest(root, performance.now() - startedAt, over);
    }
    if (answer === 'slow') {
      if (slowUntil.size >= slowMax) slowUntil.clear();
      slowUntil.set(root, performance.now() + slowMillis);
    }
    return typeof answer === 'string' ? null : answer;
  }

  async function rest(root: string, millis: number, over: () => void): Promise<void> {
    await delay(restFactor * millis, undefined, { ref: false });
    busy.delete(root);
    over();
  }

  return {
    ask(root) {
      if ((slowUntil.get(root) ?? 0) > performance.now()) return Promise.resolve(null);
      const known = queued.get(root) ?? turn(root);
      queued.set(root, known);
      return known;
    },
    forget: () => slowUntil.clear(),
  };
}
