import type { Context } from '../adapter.ts';
import { type Tail, tailLines } from '../tail.ts';
import { afterGap, claimOf, emptyRollout, factsOf, foldLine, type Rollout } from './rollout.ts';

/** Rollouts followed at once. */
const rolloutsMax = 128;
/** `session_meta` holds the model's instructions (21 kB with Codex 0.169) and stands first. */
const headBytes = 128 * 1024;
const tailBytes = 256 * 1024;
const lineBytesMax = 1024 * 1024;

export interface Rollouts {
  /** Follows these, thread to path, and no others. What was said of the others stays said. */
  want(paths: ReadonlyMap<string, string>): void;
  /** Undefined before anything was read. */
  get(thread: string): Rollout | undefined;
  close(): Promise<void>;
}

interface Followed {
  path: string;
  tail: Tail;
  rollout: Rollout;
  said: string;
}

/** What rollouts say of their threads. `onRead` is called when one says something new. */
export function followRollouts(
  { observe, failed }: Context,
  agent: string,
  onRead: (thread: string, rollout: Rollout) => void,
): Rollouts {
  const followed = new Map<string, Followed>();

  function follow(thread: string, path: string): void {
    let generation = 0;
    const one: Followed = { path, rollout: emptyRollout, said: '', tail: { close: async () => {} } };
    followed.set(thread, one);
    one.tail = tailLines(path, {
      headBytes,
      tailBytes,
      lineBytesMax,
      onLines(lines, position) {
        if (position.generation !== generation) one.rollout = emptyRollout;
        generation = position.generation;
        if (position.gap) one.rollout = afterGap(one.rollout);
        one.rollout = lines.reduce(foldLine, one.rollout);
        tell(thread, one, position.version);
      },
      onProblem: (error) => failed('transcript', path, error),
    });
  }

  function tell(thread: string, one: Followed, version: number): void {
    const turn = claimOf(one.rollout);
    const facts = factsOf(one.rollout);
    const said = JSON.stringify([turn, facts]);
    if (said === one.said) return;
    one.said = said;
    observe([
      {
        agent,
        thread,
        source: 'transcript',
        subject: one.path,
        version,
        claim: turn?.claim ?? null,
        at: turn?.at ?? 0,
        process: null,
        expires: null,
        facts,
      },
    ]);
    onRead(thread, one.rollout);
  }

  return {
    want(paths) {
      for (const [thread, { path, tail }] of followed) {
        if (paths.get(thread) === path) continue;
        followed.delete(thread);
        void tail.close();
      }
      for (const [thread, path] of paths) {
        if (followed.size >= rolloutsMax) return;
        if (!followed.has(thread)) follow(thread, path);
      }
    },
    get(thread) {
      const one = followed.get(thread);
      return one?.said === '' ? undefined : one?.rollout;
    },
    async close() {
      const all = [...followed.values()];
      followed.clear();
      await Promise.all(all.map(({ tail }) => tail.close()));
    },
  };
}
