import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { codex } from '../../../../src/agents/codex/index.ts';
import type { AgentProcess, Evidence } from '../../../../src/core/evidence.ts';

/** The adapter over a private `CODEX_HOME`, and what it says. */
export async function codexWorld() {
  const root = await mkdtemp(`${tmpdir()}/os-codex-`);
  const home = `${root}/.codex`;
  for (const dir of [
    'thread-writer-locks',
    'tui-thread-reference-capabilities',
    'app-server-control',
    'sessions/2026/11/21',
  ])
    await mkdir(`${home}/${dir}`, { recursive: true });
  const said: Evidence[] = [];
  const withdrawn: string[] = [];
  const failed: string[] = [];
  const logged: string[] = [];
  const watcher = codex.watch?.({
    env: {},
    stateDir: `${root}/state`,
    observe: (evidence) => said.push(...evidence),
    withdraw: (source, subject) => withdrawn.push(`${source} ${subject}`),
    failed: (source, subject) => failed.push(`${source} ${subject}`),
    claim: () => {},
    log: (message) => logged.push(message),
  });
  if (watcher === undefined) throw new Error('Codex has a watcher');
  return {
    home,
    said,
    withdrawn,
    failed,
    logged,
    socket: `${home}/app-server-control/app-server-control.sock`,
    processes: (...all: AgentProcess[]) => watcher.processes(all),
    /** The newest statement of a source about a subject that ends so. */
    last: (source: string, subject: string) =>
      said.findLast((one) => one.source === source && one.subject.endsWith(subject)),
    process: (pid: number, argv: string[], more: Partial<AgentProcess> = {}): AgentProcess => ({
      agent: 'codex',
      pid,
      start: `start-${pid}`,
      startedAt: Date.now(),
      cwd: '/home/dev/api',
      argv,
      env: { CODEX_HOME: home },
      place: null,
      ...more,
    }),
    async [Symbol.asyncDispose]() {
      await watcher.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
