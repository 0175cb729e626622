import { statSync } from 'node:fs';
import { watchPath } from '../watch.ts';
import { openReader, type Reader } from './reader.ts';

/** SQLite writes to the log first and then says so in shared memory, of which nobody hears: it is asked again. */
const settleMillis: readonly number[] = [40, 250];
/** After a look that failed, each time twice as long. */
const retryMillis = 250;
const retryMillisMax = 30_000;
/** So long it may be locked, or without its tables, before that is worth a word: it is new, or moved to a new version. */
const quietMillisMax = 10_000;
/** Where the system does not tell of writes. */
const pollMillis = 200;

export interface DatabaseFollower {
  /** Looks at once, whether or not anything was written. */
  look(): void;
  close(): Promise<void>;
}

/**
 * Tells when a database in WAL mode that another program writes has changed, and once when it can be read at first. It may
 * come, go and be replaced.
 *
 * It is not opened before its log has content: OpenCode 1.18.33 sets WAL mode before it sets a time to wait for locks, so a
 * reader's lock on the new file ends its start, and leaves its window blank for good.
 */
export function followDatabase(
  path: string,
  onChange: (reader: Reader) => void,
  onFailed: (error: unknown) => void,
): DatabaseFollower {
  let open: { reader: Reader; file: string; version: number } | null = null;
  let busy: Promise<void> = Promise.resolve();
  let pending = false;
  let forced = false;
  let failures = 0;
  let failingSince = 0;
  let closed = false;
  let timers: NodeJS.Timeout[] = [];

  const release = () => {
    open?.reader.close();
    open = null;
  };

  async function look(): Promise<void> {
    const file = readyFile(path);
    if (open !== null && open.file !== file) release();
    if (file === null) return;
    if (open === null) {
      const reader = await openReader(path);
      if (closed || readyFile(path) !== file) return reader.close();
      open = { reader, file, version: Number.NaN };
    }
    const version = open.reader.version();
    if (version === open.version && !forced) return;
    onChange(open.reader);
    // Only what was read counts as seen: a look that fails is repeated.
    open.version = version;
    forced = false;
    failures = 0;
  }

  function queue(): void {
    if (pending || closed) return;
    pending = true;
    busy = busy
      .then(async () => {
        pending = false;
        if (!closed) await look();
      })
      .catch((error: unknown) => {
        if (closed) return;
        release();
        failures += 1;
        if (failures === 1) failingSince = Date.now();
        if (!isPassing(error) || Date.now() > failingSince + quietMillisMax) onFailed(error);
        after([Math.min(retryMillisMax, retryMillis * 2 ** (failures - 1))]);
      });
  }

  function after(delays: readonly number[]): void {
    for (const timer of timers) clearTimeout(timer);
    timers = closed ? [] : delays.map((delay) => setTimeout(queue, delay).unref());
  }

  const watch = watchPath(
    `${path}-wal`,
    () => {
      queue();
      after(settleMillis);
    },
    onFailed,
  );
  const poll = process.platform === 'linux' ? undefined : setInterval(queue, pollMillis).unref();

  return {
    look: () => {
      forced = true;
      queue();
    },
    close: async () => {
      closed = true;
      clearInterval(poll);
      for (const timer of timers) clearTimeout(timer);
      await watch.close();
      await busy;
      release();
    },
  };
}

/** Which file it is, when it may be opened; only asks for names and sizes. */
function readyFile(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (stats === undefined || log === undefined || !stats.isFile() || log.size === 0) return null;
  return `${stats.dev}:${stats.ino}`;
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && /no such table|locked|busy/i.test(error.message);
}
