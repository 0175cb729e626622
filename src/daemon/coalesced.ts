/**
 * The same work, never twice at a time for a key: many calls while it runs become one more run, and all of them wait for
 * that. What it throws is told to `onError` and ends nothing.
 */
export function coalesced(
  work: (key: string) => Promise<void>,
  onError: (key: string, error: unknown) => void,
): (key: string) => Promise<void> {
  const running = new Map<string, { again: boolean; done: Promise<void> }>();

  async function run(key: string, entry: { again: boolean }): Promise<void> {
    do {
      entry.again = false;
      try {
        await work(key);
      } catch (error) {
        onError(key, error);
      }
    } while (entry.again);
    running.delete(key);
  }

  return (key) => {
    const known = running.get(key);
    if (known !== undefined) {
      known.again = true;
      return known.done;
    }
    const entry = { again: false, done: Promise.resolve() };
    running.set(key, entry);
    entry.done = run(key, entry);
    return entry.done;
  };
}
