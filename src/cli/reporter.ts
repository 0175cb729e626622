/** At most one progress in this time; the first goes out at once, the newest of the others when it is over. */
const progressMillis = 200;
/** What is said while the command runs stays for that long: `run` may be killed, and nobody would take it back. */
export const liveSeconds = 15;
const renewMillis = 5000;

/** Tells the daemon how a command goes, in order, and never holds it up. */
export interface Reporter {
  /** Something that stands until `done`, or until shortly after our end. */
  hold(path: string, body: object): void;
  progress(body: object): void;
  /** From now on nothing is renewed. */
  done(): void;
  say(path: string, body: object): void;
  /** Resolves when everything was sent, or could not be. */
  sent(): Promise<void>;
}

export interface ReporterOptions {
  /** What it throws is told once to `onFailure`; what comes later is tried all the same. */
  post: (path: string, body: object) => Promise<unknown>;
  /** Those of the pushes that are still what is shown; null when that is not known now. */
  standing: (held: ReadonlyMap<string, object>) => Promise<ReadonlySet<string> | null>;
  onFailure: (error: unknown) => void;
  /** Epoch milliseconds. */
  clock: () => number;
}

export function createReporter({ post, standing, onFailure, clock }: ReporterOptions): Reporter {
  const held = new Map<string, object>();
  let chain = Promise.resolve();
  let failed = false;
  let latest: object | undefined;
  let resting = false;
  let renewing = false;
  let heldAt = clock();
  const timer = setInterval(renew, renewMillis).unref();

  async function attempt(path: string, body: object): Promise<void> {
    try {
      await post(path, body);
    } catch (error) {
      if (!failed) onFailure(error);
      failed = true;
    }
  }

  function queue(task: () => Promise<void>): void {
    chain = chain.then(task);
  }

  function put(path: string, body: object): void {
    queue(() => {
      held.set(path, body);
      return attempt(path, { ...body, ttl: liveSeconds });
    });
  }

  /** In line with the rest, so that nothing old comes behind something new. */
  function renew(): void {
    if (renewing) return;
    renewing = true;
    queue(async () => {
      renewing = false;
      if (held.size === 0) return;
      // We were stopped, or the machine slept: it is over by now, and nobody took it away.
      const late = clock() - heldAt > liveSeconds * 1000;
      const valid = late ? new Set(held.keys()) : await standing(held);
      if (valid === null) return;
      heldAt = clock();
      for (const [path, body] of [...held]) {
        if (valid.has(path)) await attempt(path, { ...body, ttl: liveSeconds });
        else held.delete(path);
      }
    });
  }

  function flush(): void {
    if (resting || latest === undefined) return;
    const body = latest;
    latest = undefined;
    resting = true;
    put('/set-progress', body);
    setTimeout(() => {
      resting = false;
      flush();
    }, progressMillis).unref();
  }

  return {
    hold: put,
    progress(body) {
      latest = body;
      flush();
    },
    done() {
      clearInterval(timer);
      latest = undefined;
      held.clear();
    },
    say: (path, body) => queue(() => attempt(path, body)),
    sent: () => chain,
  };
}
