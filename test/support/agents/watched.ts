import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adapter, Context } from '../../../src/agents/adapter.ts';
import { type AgentProcess, type Evidence, evidenceKey } from '../../../src/core/evidence.ts';
import { startTimes } from '../../../src/host/processes.ts';

/** A private home with an adapter's watcher in it, and what that observes. */
export class Watched implements AsyncDisposable {
  readonly root = mkdtempSync(join(tmpdir(), 'os-agents-'));
  readonly home = join(this.root, 'home');
  readonly stateDir = join(this.home, '.local/state/opensessions');
  readonly seen: Evidence[] = [];
  readonly claimed: number[] = [];
  readonly withdrawn: string[] = [];
  readonly problems: unknown[] = [];
  readonly #watcher;
  readonly #children: ReturnType<typeof spawn>[] = [];

  constructor(adapter: Adapter, env: Context['env'] = {}) {
    mkdirSync(this.stateDir, { recursive: true });
    this.#watcher = adapter.watch?.({
      env: { HOME: this.home, ...env },
      stateDir: this.stateDir,
      observe: (evidence) => void this.seen.push(...evidence),
      withdraw: (source, subject) => void this.withdrawn.push(`${source} ${subject}`),
      failed: (_source, _subject, error) => void this.problems.push(error),
      claim: (claims) => void this.claimed.push(...claims.map(({ pid }) => pid)),
      log: (message) => void this.problems.push(message),
    });
  }

  processes(...all: AgentProcess[]): void {
    this.#watcher?.processes(all);
  }

  /** The statements that hold: of each subject the newest. */
  holds(): Evidence[] {
    const newest = new Map<string, Evidence>();
    for (const one of this.seen) {
      const before = newest.get(evidenceKey(one));
      if (before === undefined || one.version > before.version) newest.set(evidenceKey(one), one);
    }
    return [...newest.values()];
  }

  /** `source thread claim` of what holds. */
  states(): string[] {
    return this.holds().map(({ source, thread, claim }) => `${source} ${thread} ${claim}`);
  }

  /** A real process that does nothing, in the place of an agent. */
  async process(agent: string, cwd: string, more: Partial<AgentProcess> = {}): Promise<AgentProcess> {
    const startedAt = Date.now();
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    this.#children.push(child);
    await once(child, 'spawn');
    return this.agentProcess(agent, child.pid ?? 0, { startedAt, cwd, ...more });
  }

  async agentProcess(agent: string, pid: number, more: Partial<AgentProcess>): Promise<AgentProcess> {
    const start = (await startTimes([pid])).get(pid);
    if (start === undefined) throw new Error(`process ${pid} does not run`);
    return { agent, pid, start, startedAt: 0, cwd: null, argv: [agent], env: {}, place: null, ...more };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher?.close();
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }
}
