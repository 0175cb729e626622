import type { AgentProcess } from '../../core/evidence.ts';
import type { Context, Watcher } from '../adapter.ts';
import { followEvents } from '../event-log.ts';
import { askedSession, type Brand, databasePath, isAttached, isHeadless, mayListen } from './brand.ts';
import { followRecords, type Records } from './follow-records.ts';
import { live } from './live.ts';
import type { Holder } from './records.ts';
import { followServer } from './server.ts';
import { sessionSubject } from './statements.ts';

/** Databases followed at once; one serves all processes of a home directory. */
const databasesMax = 16;

/** Plugin events, ports and the database of all processes of OpenCode, or of a program made of it. */
export function watchOpenCode(brand: Brand, context: Context): Watcher {
  const plugin = live(brand.agent, 'plugin', isHeadless, context);
  const protocol = live(brand.agent, 'protocol', isHeadless, context);
  const databases = new Map<string, Records>();
  const servers = new Map<string, ReturnType<typeof followServer>>();
  const closing = new Set<Promise<void>>();
  let processes: readonly AgentProcess[] = [];
  let before = '';

  const end = (one: { close(): Promise<void> }) => {
    const closed = one.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };

  const log = followEvents(
    context.stateDir,
    brand.agent,
    (entry, { pid, version }) => {
      if (!processes.some((process) => process.pid === pid)) context.claim([{ pid, at: entry.at }]);
      plugin.happened(pid, { ...entry, version });
      rebind();
    },
    (pid) => {
      plugin.gone(pid);
      rebind();
    },
    context.log,
  );

  /** What events say of a process decides what the database is asked, and whether its port is. */
  function rebind(): void {
    const now = JSON.stringify(processes.map(holder));
    if (now === before) return;
    before = now;
    followDatabases();
    followServers();
  }

  function holder(process: AgentProcess): Holder {
    const { pid } = process;
    return {
      process,
      asked: askedSession(process),
      current: plugin.current(pid) ?? protocol.current(pid),
      speaks: plugin.speaks(pid) || protocol.speaks(pid),
      headless: isHeadless(process),
    };
  }

  function followDatabases(): void {
    const holders = Map.groupBy(processes.filter((process) => !isAttached(process)).map(holder), ({ process }) =>
      databasePath(brand, process.env, context.env),
    );
    for (const [path, records] of databases) {
      if (holders.has(path)) continue;
      databases.delete(path);
      end(records);
    }
    for (const [path, all] of holders) {
      if (path === null || (!databases.has(path) && databases.size >= databasesMax)) continue;
      const records = databases.get(path) ?? followRecords(brand.agent, path, context);
      databases.set(path, records);
      records.holders(all);
    }
  }

  function followServers(): void {
    const wanted = processes.filter((process) => mayListen(process) && !plugin.speaks(process.pid));
    const keys = new Set(wanted.map(keyOf));
    for (const [key, server] of servers) {
      if (keys.has(key)) continue;
      servers.delete(key);
      end(server);
    }
    for (const process of wanted) {
      if (!servers.has(keyOf(process))) servers.set(keyOf(process), serverOf(process));
    }
  }

  function serverOf({ pid, cwd }: AgentProcess): ReturnType<typeof followServer> {
    let version = 0;
    const happened = (event: unknown) => {
      const at = Date.now();
      version = Math.max(version + 1, at * 1000);
      protocol.happened(pid, { at, version, event });
      rebind();
    };
    return followServer(pid, cwd, {
      onEvent: happened,
      onSnapshot(busy) {
        for (const session of protocol.known(pid).sessions.values()) {
          const isAsked = session.cwd === undefined || session.cwd === cwd;
          if (!isAsked || busy.has(session.id) || session.status !== 'busy') continue;
          happened({ type: 'session.idle', properties: { sessionID: session.id } });
        }
        protocol.again(pid);
      },
      onLost(error) {
        for (const id of protocol.known(pid).sessions.keys()) context.failed('protocol', sessionSubject(id), error);
      },
      log: (message) => context.log(`${brand.agent}: ${message}`),
    });
  }

  return {
    processes(all) {
      const ended = processes.filter(({ pid }) => !all.some((one) => one.pid === pid));
      processes = all;
      for (const { pid } of ended) protocol.forget(pid);
      if (ended.length > 0) void log.sweep();
      plugin.processes(all);
      protocol.processes(all);
      rebind();
    },
    close: async () => {
      await log.close();
      for (const one of [...databases.values(), ...servers.values()]) end(one);
      await Promise.all(closing);
    },
  };
}

function keyOf({ pid, start }: AgentProcess): string {
  return `${pid} ${start}`;
}
