/** At most one progress in this time; the first goes out at once, the newest of the others when it is over. */
const progressMillis = 200;

/** Tells the daemon how a command goes, in order, and never holds it up. */
export interface Reporter {
  say(path: string, body: object): void;
  progress(body: object): void;
  /** Resolves when everything was sent, or could not be. */
  sent(): Promise<void>;
}

/** @param post what it throws is told once to `onFailure`; nothing is sent any more then */
export function createReporter(
  post: (path: string, body: object) => Promise<unknown>,
  onFailure: (error: unknown) => void,
): Reporter {
  let chain = Promise.resolve();
  let failed = false;
  let latest: object | undefined;
  let resting = false;

  async function attempt(path: string, body: object): Promise<void> {
    if (failed) return;
    try {
      await post(path, body);
    } catch (error) {
      failed = true;
      onFailure(error);
    }
  }

  function flush(): void {
    if (resting || latest === undefined) return;
    const body = latest;
    latest = undefined;
    resting = true;
    chain = chain.then(() => attempt('/set-progress', body));
    setTimeout(() => {
      resting = false;
      flush();
    }, progressMillis).unref();
  }

  return {
    say(path, body) {
      latest = undefined;
      chain = chain.then(() => attempt(path, body));
    },
    progress(body) {
      latest = body;
      flush();
    },
    sent: () => chain,
  };
}
