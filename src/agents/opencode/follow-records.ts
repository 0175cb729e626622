import type { Context } from '../adapter.ts';
import type { Owner } from './binding.ts';
import { type DatabaseFollower, followDatabase } from './follow-database.ts';
import type { Reader } from './reader.ts';
import { type Holder, readRecords } from './records.ts';

/** Sessions are looked for that changed since the first process began, with this much to spare. */
const startMillis = 2000;
/** Different things said to the log. */
const messagesMax = 100;

export interface Records {
  holders(all: readonly Holder[]): void;
  close(): Promise<void>;
}

type Tell = Pick<Context, 'observe' | 'withdraw' | 'failed' | 'log'>;

/** Follows one database while processes that have it live, and tells what is new in it. */
export function followRecords(agent: string, path: string, tell: Tell): Records {
  let holders: readonly Holder[] = [];
  let owners: ReadonlyMap<string, Owner> = new Map();
  /** By subject: what was told last, without its version. */
  const told = new Map<string, string>();
  const logged = new Set<string>();
  let version = 0;
  let timer: NodeJS.Timeout | undefined;

  const once = (message: string) => {
    if (logged.has(message) || logged.size >= messagesMax) return;
    logged.add(message);
    tell.log(message);
  };

  function read(reader: Reader): void {
    const rows = reader.read({
      directories: [...new Set(holders.flatMap(({ process }) => process.cwd ?? []))],
      since: Math.min(...holders.map(({ process }) => process.startedAt)) - startMillis,
      ids: wantedIds(),
    });
    version = Math.max(version + 1, Date.now());
    const reading = readRecords(agent, rows, holders, owners, version);
    owners = reading.bindings.owners;
    for (const [session, { pid }] of owners) {
      if (pid === null)
        once(`${agent}: more than one process may have the session ${session}; it is shown with neither`);
    }
    const subjects = new Set(reading.evidence.map(({ subject }) => subject));
    for (const subject of told.keys()) {
      if (subjects.has(subject)) continue;
      told.delete(subject);
      tell.withdraw('database', subject);
    }
    tell.observe(reading.evidence.filter(isNew));
    clearTimeout(timer);
    if (reading.due !== null) timer = setTimeout(() => database.look(), Math.max(0, reading.due - Date.now())).unref();
  }

  function wantedIds(): string[] {
    const named = holders.flatMap(({ asked, current }) => [asked, current].filter((id) => id !== null));
    const owned = [...owners].filter(([, { pid }]) => holders.some(({ process }) => process.pid === pid));
    return [...new Set([...named, ...owned.map(([session]) => session)])];
  }

  function isNew({ version: _, ...one }: Parameters<Tell['observe']>[0][number]): boolean {
    const text = JSON.stringify(one);
    if (told.get(one.subject) === text) return false;
    told.set(one.subject, text);
    return true;
  }

  function failed(error: unknown): void {
    once(`${agent}: ${path}: ${error instanceof Error ? error.message : error}`);
    for (const subject of told.keys()) tell.failed('database', subject, error);
    // Certain again as soon as it is told again.
    told.clear();
  }

  const database: DatabaseFollower = followDatabase(path, read, failed);
  return {
    holders(all) {
      holders = all;
      database.look();
    },
    close: async () => {
      clearTimeout(timer);
      await database.close();
    },
  };
}
