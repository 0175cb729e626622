import { dirname, isAbsolute } from 'node:path';
import type { AgentProcess, Evidence } from '../../core/evidence.ts';
import type { Context, Watcher } from '../adapter.ts';
import { followEvents } from '../event-log.ts';
import { type Candidate, join, type Owner, ownerKey, type Seeker, startSlackMillis } from '../join.ts';
import { hear, nothingTold, type Told } from './events.ts';
import { agent, fromSession, fromTold } from './evidence.ts';
import { sessionDir, settingsFiles } from './paths.ts';
import { followSessions, type Sessions } from './sessions.ts';
import { defaults, readSettings, type Settings } from './settings.ts';

/** What a process writes as it ends is still read so long. */
const lingerMillis = 2000;
/** Processes that our extension has spoken of and that are not known, the oldest forgotten. */
const toldMax = 256;
/** A time in a file may be far off. */
const wakeMillisMax = 60_000;

/** Follows the session files of live Pi processes, and what our extension in them tells. */
export function watchPi(context: Context): Watcher {
  let all: readonly AgentProcess[] = [];
  let dirs: ReadonlyMap<string, Sessions> = new Map();
  let owners: ReadonlyMap<string, Owner> = new Map();
  let timer: NodeJS.Timeout | undefined;
  let closing = false;
  const lingering = new Map<AgentProcess, NodeJS.Timeout>();
  const told = new Map<number, Told>();
  /** By source and process: what was observed last. */
  const versions = new Map<string, number>();

  /** By `ownerKey`, as the settings were when it was seen first. */
  const settings = new Map<string, Settings>();

  const settingsOf = (process: AgentProcess) => settings.get(ownerKey(process)) ?? defaults;
  const followed = () => [...all, ...lingering.keys()];

  function tellOf(process: AgentProcess): Told | null {
    const one = told.get(process.pid);
    return one !== undefined && one.updatedAt >= process.startedAt - startSlackMillis ? one : null;
  }

  function seekers(): Seeker[] {
    return followed().flatMap((process) => {
      const said = tellOf(process)?.file ?? null;
      const file = said !== null && isAbsolute(said) && said.endsWith('.jsonl') ? said : null;
      const { cwd } = process;
      const dir =
        file !== null
          ? dirname(file)
          : cwd === null
            ? null
            : sessionDir(cwd, { ...context.env, ...process.env }, settingsOf(process).sessionDir);
      return dir === null ? [] : [{ process, dir, file }];
    });
  }

  /** Opens what is needed now and closes what is not. */
  function follow(now: readonly Seeker[]): void {
    const next = new Map<string, Sessions>();
    for (const { dir, file } of now) {
      const here = now.filter((one) => one.dir === dir);
      const since = Math.min(...here.map(({ process }) => process.startedAt)) - startSlackMillis;
      const sessions = next.get(dir) ?? dirs.get(dir) ?? open(dir, since);
      sessions.since(since);
      if (file !== null) sessions.add(file);
      next.set(dir, sessions);
    }
    for (const [dir, sessions] of dirs) if (!next.has(dir)) void sessions.close();
    dirs = next;
  }

  function open(dir: string, since: number): Sessions {
    return followSessions(dir, since, look, (path, error) => {
      context.log(`pi: ${path}: ${error instanceof Error ? error.message : error}`);
      for (const { process } of seekers().filter((one) => one.dir === dir)) {
        context.failed('transcript', `pid:${process.pid}`, error);
      }
    });
  }

  function look(): void {
    if (closing) return;
    const now = Date.now();
    const wanted = seekers();
    const found = join(
      wanted,
      [...dirs].flatMap(([dir, { known }]) => candidates(dir, known)),
      owners,
    );
    const alive = new Set(all);
    const kept = [...owners].filter(([path]) => [...dirs.values()].some(({ known }) => known.has(path)));
    const current = wanted.flatMap(({ process }) => {
      const path = found.get(ownerKey(process));
      const before = path === undefined ? undefined : owners.get(path);
      const until = alive.has(process) || before === undefined ? now : before.until;
      return path === undefined ? [] : [[path, { process: ownerKey(process), until }] as const];
    });
    owners = new Map([...kept, ...current]);
    const evidence = wanted.flatMap(({ process, dir }) => {
      const said = tellOf(process);
      const session = dirs.get(dir)?.known.get(found.get(ownerKey(process)) ?? '');
      return [
        ...(session === undefined ? [] : [fromSession(session, process, settingsOf(process).retries, now)]),
        ...(said === null ? [] : [fromTold(said, process, settingsOf(process).retries, now)]),
      ].filter((one) => one !== null);
    });
    observe(evidence);
    wakeAt(soonest(wanted, now));
  }

  function observe(evidence: readonly Evidence[]): void {
    const key = ({ source, subject, process }: Evidence) => `${source} ${subject} ${process?.start}`;
    const news = evidence.filter((one) => one.version > (versions.get(key(one)) ?? -1));
    for (const one of news) versions.set(key(one), one.version);
    if (news.length > 0) context.observe(news);
  }

  /** When a failed attempt turns into an error because none followed. */
  function soonest(wanted: readonly Seeker[], now: number): number | null {
    const due = [
      ...[...dirs.values()].flatMap(({ known }) => [...known.values()].map(({ turn }) => turn.retryUntil)),
      ...wanted.map(({ process }) => tellOf(process)?.retryUntil ?? null),
    ].filter((at) => at !== null && at > now);
    return due.length === 0 ? null : Math.min(...due.filter((at) => at !== null));
  }

  function wakeAt(at: number | null): void {
    clearTimeout(timer);
    timer = at === null ? undefined : setTimeout(look, Math.min(at - Date.now(), wakeMillisMax)).unref();
  }

  function refresh(): void {
    follow(seekers());
    look();
  }

  const events = followEvents(
    context.stateDir,
    agent,
    ({ event, at }, { pid, version }) => {
      const before = told.get(pid) ?? nothingTold;
      told.delete(pid);
      told.set(pid, hear(before, event, at, version));
      const [oldest] = told.keys();
      if (told.size > toldMax && oldest !== undefined) told.delete(oldest);
      if (!all.some((process) => process.pid === pid)) context.claim([{ pid, at }]);
      else refresh();
    },
    (pid) => {
      told.delete(pid);
      if (all.some((process) => process.pid === pid)) context.withdraw('plugin', `pid:${pid}`);
    },
    context.log,
  );

  return {
    processes(live) {
      const keys = new Set(live.map(ownerKey));
      for (const process of all.filter((one) => !keys.has(ownerKey(one)))) {
        const forget = () => {
          lingering.delete(process);
          settings.delete(ownerKey(process));
          versions.delete(`transcript pid:${process.pid} ${process.start}`);
          versions.delete(`plugin pid:${process.pid} ${process.start}`);
          refresh();
        };
        lingering.set(process, setTimeout(forget, lingerMillis).unref());
      }
      all = live;
      for (const one of live.filter((one) => !settings.has(ownerKey(one)))) {
        settings.set(ownerKey(one), readSettings(settingsFiles(one.cwd ?? '/', { ...context.env, ...one.env })));
      }
      refresh();
    },
    close: async () => {
      closing = true;
      clearTimeout(timer);
      for (const waiting of lingering.values()) clearTimeout(waiting);
      await events.close();
      await Promise.all([...dirs.values()].map((sessions) => sessions.close()));
    },
  };
}

function candidates(dir: string, known: Sessions['known']): Candidate[] {
  return [...known].map(([path, { cwd, startedAt, updatedAt }]) => ({ path, dir, cwd, startedAt, updatedAt }));
}
