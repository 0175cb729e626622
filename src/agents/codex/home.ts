import type { AgentProcess } from '../../core/evidence.ts';
import type { Context } from '../adapter.ts';
import { parseCommandLine } from './command-line.ts';
import { followEmbedded } from './embedded.ts';
import { filesOf } from './files.ts';
import { followNames } from './names.ts';
import { followRollouts } from './rollouts.ts';
import { followServer, type Served } from './served.ts';
import { joinTerminals } from './terminals.ts';

/** One `CODEX_HOME`, with the processes that use it. */
export interface Home {
  processes(tuis: readonly AgentProcess[], servers: readonly AgentProcess[]): void;
  close(): Promise<void>;
}

export function followHome(context: Context, agent: string, home: string): Home {
  const files = filesOf(home);
  let tuis: readonly AgentProcess[] = [];
  let server: { key: string; served: Served } | null = null;
  let last = 0;
  const stamp = () => {
    last = Math.max(Date.now(), last + 1);
    return last;
  };

  const rollouts = followRollouts(context, agent, (thread, rollout) => {
    server?.served.turn(thread, rollout);
    embedded.evaluate();
  });
  const embedded = followEmbedded(context, agent, home, files, stamp, rollouts.get, update);
  const terminals = joinTerminals(context, agent, files, stamp);
  const names = followNames(context, agent, files.names);

  function update(): void {
    const threads = server?.served.threads() ?? [];
    const own = embedded.rollouts();
    rollouts.want(new Map([...own, ...threads.map(({ id, rollout }) => [id, rollout] as const)]));
    names.want(own.keys());
    const alone = embedded.pids();
    const remote = tuis.filter(({ pid }) => !alone.has(pid));
    terminals.evaluate(remote, threads, server?.served.connectedAt() ?? null);
  }

  /** While one server takes over from another there are two: the newer one will have the socket. */
  function serve(servers: readonly AgentProcess[]): void {
    const newest = servers.reduce<AgentProcess | null>(
      (a, b) => (a !== null && a.startedAt > b.startedAt ? a : b),
      null,
    );
    const key = newest === null ? null : `${newest.pid} ${newest.start}`;
    if (key === (server?.key ?? null)) return;
    void server?.served.close();
    server = null;
    if (newest === null || key === null) return;
    const socket = parseCommandLine(newest.argv).socket;
    const path = socket?.startsWith('/') ? socket : files.socket;
    server = { key, served: followServer(context, agent, newest, path, stamp, update) };
  }

  return {
    processes(now, servers) {
      tuis = now;
      serve(servers);
      embedded.processes(now);
      update();
    },
    async close() {
      terminals.close();
      await Promise.all([server?.served.close(), embedded.close(), rollouts.close(), names.close()]);
    },
  };
}
