import { dirname, join as joinPath } from 'node:path';
import type { AgentProcess, Evidence } from '../../core/evidence.ts';
import type { Env } from '../../protocol/paths.ts';
import type { Context, Watcher } from '../adapter.ts';
import { followEvents } from '../event-log.ts';
import { type Candidate, join, type Owner, ownerKey, type Seeker, startSlackMillis } from '../join.ts';
import { parseFields } from '../values.ts';
import { type Watch, watchPath } from '../watch.ts';
import { hear, nothingTold, type Told } from './events.ts';
import { agent, fromPane, fromSession, fromThread, fromTold } from './evidence.ts';
import { isThreadId } from './parse.ts';
import { dataDir, lastThreadFile, rootOf } from './paths.ts';
import { parseString, readSmall } from './small-file.ts';
import { followThreads, type Threads } from './threads.ts';

/** Processes that our plugin has spoken of, the oldest forgotten. */
const toldMax = 256;

/** One of Amp's data directories, which live processes share. */
interface Home {
  threads: Threads;
  watches: readonly Watch[];
}

/** Follows the files of live Amp processes, and what our plugin in them tells. */
export function watchAmp(context: Context): Watcher {
  let all: readonly AgentProcess[] = [];
  let homes: ReadonlyMap<string, Home> = new Map();
  let owners: ReadonlyMap<string, Owner> = new Map();
  let reading: Promise<void> = Promise.resolve();
  let closing = false;
  const told = new Map<number, Told>();
  /** By `ownerKey`: the thread that its pane showed last, and since when. */
  const shownIn = new Map<string, { thread: string; writtenAt: number }>();
  const versions = new Map<string, number>();

  const envOf = (process: AgentProcess): Env => ({ ...context.env, ...process.env });
  const log = (error: unknown) => context.log(`amp: ${error instanceof Error ? error.message : error}`);

  function processOf(pid: number, ppid: number | null): AgentProcess | undefined {
    return all.find((one) => one.pid === pid) ?? all.find((one) => one.pid === ppid);
  }

  function open(data: string): Home {
    const dir = joinPath(data, 'threads');
    const since = () => Math.min(...all.map(({ startedAt }) => startedAt)) - startSlackMillis;
    return {
      threads: followThreads(dir, since, look, (error) => {
        log(error);
        for (const { pid } of all) context.failed('transcript', `pid:${pid}`, error);
      }),
      watches: [
        watchPath(joinPath(data, 'last-threads'), () => readNext(readPanes), log),
        watchPath(joinPath(data, 'session.json'), () => readNext(() => readSession(data)), log),
      ],
    };
  }

  function follow(): void {
    const wanted = new Set(all.map((process) => dataDir(envOf(process))).filter((dir) => dir !== null));
    for (const [dir, home] of homes) if (!wanted.has(dir)) void closeHome(home).catch(log);
    homes = new Map([...wanted].map((dir) => [dir, homes.get(dir) ?? open(dir)]));
  }

  function readNext(read: () => Promise<void>): void {
    reading = reading.then(() => (closing ? undefined : read())).catch(log);
  }

  async function readPanes(): Promise<void> {
    for (const process of all) {
      const path = process.cwd === null ? null : lastThreadFile(rootOf(process.cwd), envOf(process));
      const file = path === null ? null : await readSmall(path);
      const thread = file === null ? null : parseString(file.content);
      if (file === null || !isThreadId(thread) || file.writtenAt < process.startedAt - startSlackMillis) continue;
      shownIn.set(ownerKey(process), { thread, writtenAt: file.writtenAt });
    }
    look();
  }

  async function readSession(data: string): Promise<void> {
    const file = await readSmall(joinPath(data, 'session.json'));
    const thread = file === null ? null : parseFields(file.content)?.['lastThreadId'];
    if (file !== null && isThreadId(thread)) observe([fromSession(thread, file.writtenAt)]);
  }

  function seekers(): Seeker[] {
    return all.flatMap((process) => {
      const data = dataDir(envOf(process));
      if (data === null || process.cwd === null) return [];
      const dir = joinPath(data, 'threads');
      const thread = tellOf(process)?.thread ?? shownIn.get(ownerKey(process))?.thread ?? null;
      const file = thread === null ? null : joinPath(dir, `${thread}.json`);
      return [{ process: { ...process, cwd: rootOf(process.cwd) }, dir, file }];
    });
  }

  function tellOf(process: AgentProcess): Told | null {
    const one = [...told].findLast(([pid, { ppid }]) => processOf(pid, ppid)?.pid === process.pid)?.[1];
    return one !== undefined && one.updatedAt >= process.startedAt - startSlackMillis ? one : null;
  }

  function look(): void {
    if (closing) return;
    const wanted = seekers();
    const known = new Map([...homes.values()].flatMap(({ threads }) => [...threads.known]));
    const found = join(wanted, [...known.values()].map(candidate), owners);
    const until = Date.now();
    const current = [...found].map(([process, path]) => [path, { process, until }] as const);
    owners = new Map([...[...owners].filter(([path]) => known.has(path)), ...current]);
    const evidence = all.flatMap((process) => {
      const thread = known.get(found.get(ownerKey(process)) ?? '');
      const pane = shownIn.get(ownerKey(process));
      const said = tellOf(process);
      return [
        pane === undefined ? null : fromPane(pane.thread, pane.writtenAt, process),
        thread === undefined ? null : fromThread(thread, process),
        said === null ? null : fromTold(said, process),
      ].filter((one) => one !== null);
    });
    observe(evidence);
  }

  function observe(evidence: readonly Evidence[]): void {
    const key = ({ source, subject, process }: Evidence) => `${source} ${subject} ${process?.start}`;
    const news = evidence.filter((one) => one.version > (versions.get(key(one)) ?? -1));
    for (const one of news) versions.set(key(one), one.version);
    if (news.length > 0 && !closing) context.observe(news);
  }

  const events = followEvents(
    context.stateDir,
    agent,
    ({ event, at }, { pid, version }) => {
      const now = hear(told.get(pid) ?? nothingTold, event, at, version);
      told.delete(pid);
      told.set(pid, now);
      const [oldest] = told.keys();
      if (told.size > toldMax && oldest !== undefined) told.delete(oldest);
      if (processOf(pid, now.ppid) === undefined) context.claim([{ pid, at }]);
      else look();
    },
    (pid) => {
      const process = processOf(pid, told.get(pid)?.ppid ?? null);
      told.delete(pid);
      if (process !== undefined) context.withdraw('plugin', `pid:${process.pid}`);
    },
    context.log,
  );

  return {
    processes(live) {
      all = live;
      const alive = new Set(live.map(({ start }) => start));
      for (const key of versions.keys())
        if (/ pid:/.test(key) && !alive.has(key.split(' ').at(-1) ?? '')) versions.delete(key);
      const keys = new Set(live.map(ownerKey));
      for (const key of shownIn.keys()) if (!keys.has(key)) shownIn.delete(key);
      follow();
      readNext(readPanes);
    },
    close: async () => {
      closing = true;
      await events.close();
      await Promise.all([...homes.values()].map(closeHome));
      await reading;
    },
  };
}

async function closeHome({ threads, watches }: Home): Promise<void> {
  await Promise.all([threads.close(), ...watches.map((watch) => watch.close())]);
}

function candidate({
  path,
  cwd,
  createdAt,
  writtenAt,
}: {
  path: string;
  cwd: string | null;
  createdAt: number;
  writtenAt: number;
}): Candidate {
  return {
    path,
    dir: dirname(path),
    cwd: cwd === null ? null : rootOf(cwd),
    startedAt: createdAt,
    updatedAt: writtenAt,
  };
}
