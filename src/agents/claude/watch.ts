import type { AgentProcess, Evidence } from '../../core/evidence.ts';
import type { Context, Watcher } from '../adapter.ts';
import { ownerKey, type Seeker } from '../join.ts';
import { followGuesses } from './guess.ts';
import { followHooks } from './hook-log.ts';
import { configDir, projectDir, transcriptPath } from './paths.ts';
import { doubtedUntil, type Entry, isOf, registryEvidence } from './registry.ts';
import { followSessions, type Sessions } from './sessions.ts';
import { followThreads, type Wanted } from './threads.ts';

/** Folders of configuration that are followed at once. */
const configsMax = 32;

interface Found {
  config: string;
  entry: Entry;
  version: number;
}

/** Follows Claude Code: the registry of its processes, the transcripts of the threads that these have, and our hooks. */
export function watchClaude(context: Context): Watcher {
  const sessions = new Map<string, Sessions>();
  /** By configuration and pid: a number may stand in two folders, one of them left behind. */
  const entries = new Map<string, Found>();
  const told = new Map<number, string>();
  let live: ReadonlyMap<number, AgentProcess> = new Map();
  let closed = false;
  /** When an entry is to be believed. */
  const doubts = new Map<number, NodeJS.Timeout>();
  let claims = new Map<number, number>();

  /** By `ownerKey`, the thread that was guessed last. */
  const bound = new Map<string, string>();
  let bindings = 0;

  const threads = followThreads(context);
  const guesses = followGuesses(
    () => wantThreads(),
    (error) => context.log(`claude: ${error instanceof Error ? error.message : error}`),
  );
  const hooks = followHooks(
    context,
    (pid, at, version) => {
      bindByHook(pid, at, version);
      wantThreads();
    },
    (pid) => saysStatus(matched(pid)),
  );

  const subject = (pid: number) => `pid:${pid}`;
  const matched = (pid: number): Found | undefined => {
    const process = live.get(pid);
    if (process === undefined) return undefined;
    return [...sessions.keys()]
      .map((config) => entries.get(`${config}\n${pid}`))
      .find((one) => one && isOf(one.entry, process));
  };

  /** Several at once: each claim makes the daemon look at its processes. */
  function claim(pid: number, at: number): void {
    if (claims.size === 0) {
      setImmediate(() => {
        const all = [...claims].map(([pid, at]) => ({ pid, at }));
        claims = new Map();
        if (!closed) context.claim(all);
      });
    }
    claims.set(pid, Math.max(at, claims.get(pid) ?? 0));
  }

  function tell(pid: number): void {
    const process = live.get(pid);
    const found = matched(pid);
    clearTimeout(doubts.get(pid));
    doubts.delete(pid);
    if (process === undefined) return;
    if (found === undefined) {
      if (told.delete(pid)) context.withdraw('registry', subject(pid));
      return;
    }
    const now = Date.now();
    const until = doubtedUntil(found.entry, process);
    if (until !== null && now < until) doubts.set(pid, setTimeout(tell, until - now, pid).unref());
    const evidence = registryEvidence(found.entry, process, found.version, now);
    const said = JSON.stringify({ ...evidence, version: 0 });
    if (told.get(pid) === said) return;
    if (!told.has(pid)) context.withdraw('hook', subject(pid));
    if (saysStatus(found)) hooks.confirm(pid);
    told.set(pid, said);
    context.observe([evidence]);
  }

  /** Versions without a registry: our hooks alone say which thread a process has. */
  function bindByHook(pid: number, at: number, version: number): void {
    const process = live.get(pid);
    const thread = hooks.threadOf(pid)?.thread;
    if (process === undefined || thread === undefined || matched(pid) !== undefined) return;
    const binding: Evidence = {
      agent: 'claude',
      thread,
      source: 'hook',
      subject: subject(pid),
      version,
      claim: null,
      at,
      process: { pid, start: process.start },
      expires: null,
      facts: {},
    };
    context.observe([binding]);
  }

  /** The thread of a process as its registry says it, else our hooks. */
  function saidOf(process: AgentProcess): Wanted | null {
    const found = matched(process.pid);
    if (found !== undefined) {
      const { thread, facts } = found.entry;
      return { thread, config: found.config, cwd: facts.cwd ?? process.cwd ?? '/', process };
    }
    const heard = hooks.threadOf(process.pid);
    const config = configOf(process);
    if (heard === null || config === null) return null;
    return { thread: heard.thread, config, cwd: heard.cwd ?? process.cwd ?? '/', process };
  }

  function wantThreads(): void {
    if (closed) return;
    const said = [...live.values()].map((process) => ({ process, one: saidOf(process) }));
    const guessed = guesses.of(
      said.flatMap(({ process, one }): Seeker[] => {
        if (one !== null) {
          const { config, cwd, thread } = one;
          return [{ process, dir: projectDir(config, cwd), file: transcriptPath(config, cwd, thread) }];
        }
        const config = configOf(process);
        return config === null || process.cwd === null
          ? []
          : [{ process, dir: projectDir(config, process.cwd), file: null }];
      }),
    );
    const wanted = said.flatMap(({ process, one }): Wanted[] => {
      const thread = guessed.get(ownerKey(process));
      const config = configOf(process);
      if (one !== null || thread === undefined || config === null) return one === null ? [] : [one];
      return [{ thread, config, cwd: process.cwd ?? '/', process }];
    });
    for (const { process, thread } of wanted) bindByGuess(process, thread);
    threads.want(wanted);
  }

  const configOf = ({ env }: AgentProcess) => configDir(env) ?? configDir(context.env);

  /** What was guessed once is put right by the same source: the thread that it named would keep the process. */
  function bindByGuess(process: AgentProcess, thread: string): void {
    const key = ownerKey(process);
    const isSaid = saidOf(process) !== null;
    if (bound.get(key) === thread || (isSaid && !bound.has(key))) return;
    bound.set(key, thread);
    bindings = Math.max(Date.now(), bindings + 1);
    const { pid, start, startedAt: at } = process;
    context.observe([
      {
        agent: 'claude',
        thread,
        source: 'transcript',
        subject: subject(pid),
        version: bindings,
        claim: null,
        at,
        process: { pid, start },
        expires: null,
        facts: {},
      },
    ]);
  }

  function follow(config: string): void {
    if (sessions.has(config) || sessions.size >= configsMax) return;
    const following = followSessions(config, {
      onEntry: (entry, version) => {
        entries.set(`${config}\n${entry.pid}`, { config, entry, version });
        if (!live.has(entry.pid)) claim(entry.pid, entry.at === 0 ? version : entry.at);
        tell(entry.pid);
        wantThreads();
      },
      onGone: (pid) => {
        entries.delete(`${config}\n${pid}`);
        tell(pid);
        wantThreads();
      },
      onFailed: (pid, error) => context.failed('registry', subject(pid), error),
      onProblem: (error) => context.log(`claude: ${config}: ${error instanceof Error ? error.message : error}`),
    });
    sessions.set(config, following);
  }

  const own = configDir(context.env);
  if (own !== null) follow(own);

  return {
    processes(all) {
      if (closed) return;
      live = new Map(all.map((process) => [process.pid, process]));
      for (const pid of told.keys()) if (!live.has(pid)) told.delete(pid);
      const keys = new Set(all.map(ownerKey));
      for (const key of bound.keys()) if (!keys.has(key)) bound.delete(key);
      for (const pid of doubts.keys()) if (!live.has(pid)) tell(pid);
      for (const { env } of all) {
        const config = configDir(env);
        if (config !== null) follow(config);
      }
      for (const pid of live.keys()) tell(pid);
      hooks.processes(live);
      wantThreads();
    },
    close: async () => {
      closed = true;
      for (const timer of doubts.values()) clearTimeout(timer);
      await Promise.all([...sessions.values()].map((one) => one.close()));
      await hooks.close();
      await guesses.close();
      await threads.close();
    },
  };
}

/** Old versions have entries that say nothing of what goes on. */
function saysStatus(found: Found | undefined): boolean {
  return found !== undefined && found.entry.claim !== 'present';
}
