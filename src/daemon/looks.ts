import type { Adapter, Look } from '../agents/adapter.ts';
import { type AgentProcess, evidenceKey, type Source } from '../core/evidence.ts';
import { speaksLive } from '../core/speaks.ts';
import type { ProcessRef } from '../core/state.ts';
import { clean, cut } from '../protocol/text.ts';
import { TmuxError, TmuxGone } from '../tmux/errors.ts';
import type { PaneLook } from '../tmux/look.ts';
import { type Log, reason } from './log.ts';
import type { Servers } from './servers.ts';
import type { Store } from './store.ts';

/** Between two looks at panes that change, and at panes that don't. */
const lookMillisMin = 500;
const lookMillisMax = 3000;
const panesMax = 100;
const detailGraphemesMax = 200;

/** A pane to look at, and whose it is. */
interface Target {
  adapter: Adapter;
  process: AgentProcess;
  server: string;
  pane: string;
}

/** What was seen of one subject. */
interface Seen {
  agent: string;
  source: Source;
  subject: string;
  process: AgentProcess;
  /** What it was seen in. */
  text: string;
  look: Look | null;
  /** Epoch milliseconds since when it claims that. */
  at: number;
}

/** Reads titles and screens of agents' panes, as a rule while no source that knows better speaks of their processes. */
export interface Looks {
  processes(all: readonly AgentProcess[]): void;
  close(): void;
}

export interface LooksOptions {
  store: Store;
  servers: Pick<Servers, 'get'>;
  adapters: readonly Adapter[];
  /** What a pane is called, of adapters that ask for it. @returns whether that is news */
  onTitle(process: AgentProcess, title: string): boolean;
  log: Log;
}

export function followLooks({ store, servers, adapters, onTitle, log }: LooksOptions): Looks {
  const seen = new Map<string, Seen>();
  let processes: readonly AgentProcess[] = [];
  let waitMillis = lookMillisMin;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let closed = false;
  let version = 0;

  function targets(): Target[] {
    const found = new Map<string, Target>();
    for (const process of [...processes].sort((a, b) => a.startedAt - b.startedAt)) {
      const adapter = adapters.find(({ agent }) => agent === process.agent);
      if (process.place === null || adapter === undefined) continue;
      if (!wantsTitle(adapter) && adapter.screen === undefined) continue;
      const { server, pane } = process.place;
      const key = `${process.agent}\n${server}\n${pane}`;
      // An agent that an agent starts in its own pane paints nothing there.
      if (found.has(key) || (adapter.looksAlways !== true && speaksLive(store.state().agents, process))) continue;
      found.set(key, { adapter, process, server, pane });
    }
    return [...found.values()].slice(0, panesMax);
  }

  async function round(): Promise<void> {
    timer = undefined;
    looking = true;
    const all = targets();
    const kept = new Set<string>();
    const changes = await Promise.all(
      all.map(async (target) => {
        const { agent } = target.adapter;
        const subject = `pane:${target.server}:${target.pane}`;
        for (const source of ['title', 'screen'] as const) kept.add(evidenceKey({ agent, source, subject }));
        const look = await ask(target, subject);
        return look !== null && !closed && take(target, subject, look);
      }),
    );
    for (const [key, one] of seen) if (!kept.has(key)) forget(key, one);
    looking = false;
    waitMillis = changes.includes(true) ? lookMillisMin : Math.min(waitMillis * 2, lookMillisMax);
    if (all.length > 0) schedule();
  }

  async function ask({ adapter, server, pane }: Target, subject: string): Promise<PaneLook | null> {
    try {
      const what = { title: wantsTitle(adapter), screen: adapter.screen !== undefined };
      return (await servers.get(server)?.look(pane, what)) ?? null;
    } catch (error) {
      if (!(error instanceof TmuxError || error instanceof TmuxGone)) log(`looking at ${pane}: ${reason(error)}`);
      for (const one of seen.values()) {
        const { agent, source } = one;
        if (one.subject === subject && agent === adapter.agent)
          store.dispatch({ type: 'evidence.failed', agent, source, subject, now: Date.now() });
      }
      return null;
    }
  }

  /** @returns whether anything there has changed since the last look */
  function take({ adapter, process }: Target, subject: string, { title, lines }: PaneLook): boolean {
    const isNews = title !== null && adapter.titles === true && onTitle(process, title);
    const fromTitle =
      title !== null && adapter.title !== undefined && note('title', title, () => adapter.title?.(title) ?? null);
    const fromScreen = lines !== null && note('screen', lines.join('\n'), () => adapter.screen?.(lines) ?? null);
    return isNews || fromTitle || fromScreen;

    function note(source: Source, text: string, read: () => Look | null): boolean {
      const { agent } = adapter;
      const key = evidenceKey({ agent, source, subject });
      let before = seen.get(key);
      if (before !== undefined && !isSame(before.process, process)) {
        forget(key, before);
        before = undefined;
      }
      if (before?.text === text) return false;
      const look = attempt(agent, read);
      const at = before?.look != null && before.look.claim === look?.claim ? before.at : Date.now();
      const now = { agent, source, subject, process, text, look, at };
      seen.set(key, now);
      tell(now, before?.look ?? null);
      return true;
    }
  }

  function attempt(agent: string, read: () => Look | null): Look | null {
    try {
      return read();
    } catch (error) {
      log(`${agent}: cannot read its pane: ${reason(error)}`);
      return null;
    }
  }

  function tell({ agent, source, subject, process, look, at }: Seen, before: Look | null): void {
    if (look?.claim === before?.claim && look?.detail === before?.detail) return;
    const now = Date.now();
    if (look === null) {
      store.dispatch({ type: 'evidence.withdrawn', agent, source, subject, now });
      return;
    }
    version = Math.max(version + 1, now);
    const { pid, start } = process;
    const facts = look.detail === undefined ? {} : { detail: cut(clean(look.detail), detailGraphemesMax) };
    const evidence = {
      agent,
      thread: null,
      source,
      subject,
      version,
      claim: look.claim,
      at,
      process: { pid, start },
      expires: null,
      facts,
    };
    store.dispatch({ type: 'evidence.observed', evidence: [evidence], now });
  }

  function forget(key: string, { agent, source, subject, look }: Seen): void {
    seen.delete(key);
    if (look !== null) store.dispatch({ type: 'evidence.withdrawn', agent, source, subject, now: Date.now() });
  }

  function schedule(): void {
    if (timer !== undefined || looking || closed) return;
    // It keeps no process alive: a starter that finds another daemon has to end.
    timer = setTimeout(() => void round(), waitMillis).unref();
  }

  function lookSoon(): void {
    waitMillis = lookMillisMin;
    clearTimeout(timer);
    timer = undefined;
    schedule();
  }

  store.onChange((state, before) => {
    if (state.agents.evidence === before.agents.evidence || looking) return;
    // Where something happens the pane shows something else as well.
    if ((timer === undefined || waitMillis > lookMillisMin) && targets().length > 0) lookSoon();
  });

  return {
    processes(all) {
      processes = all;
      if (targets().length > 0 || seen.size > 0) lookSoon();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function wantsTitle({ title, titles }: Adapter): boolean {
  return title !== undefined || titles === true;
}

function isSame(a: ProcessRef, b: ProcessRef): boolean {
  return a.pid === b.pid && a.start === b.start;
}
