import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type StandIn, startStandIn } from './replay/stand-in.ts';
import type { World } from './world.ts';

/** A process in a pane that is called `claude`, and the files that Claude Code 2.1 would write. */
export interface ClaudeStandIn extends Pick<StandIn, 'pid' | 'start'> {
  /** Writes its live state, as one that it has had for so long; default since now. */
  register(status: 'idle' | 'busy' | 'waiting' | 'shell', sinceMillis?: number): void;
  /** Adds a line to its transcript, with the time of now. */
  write(line: Readonly<Record<string, unknown>>): void;
  /** A person's prompt, as the transcript has it. */
  prompt(text: string): void;
  /** The end of a turn that went well. */
  finish(): void;
}

let threads = 0;

export async function startClaude(world: World, pane: string, dir = world.home): Promise<ClaudeStandIn> {
  const { pid, start } = await startStandIn(world, pane, 'claude');
  threads += 1;
  const sessionId = `00000000-0000-4000-8000-${String(threads).padStart(12, '0')}`;
  const registry = join(world.home, '.claude', 'sessions', `${pid}.json`);
  const transcript = join(world.home, '.claude', 'projects', '-home-dev-api', `${sessionId}.jsonl`);
  const startedAt = Date.now();

  function write(line: Readonly<Record<string, unknown>>): void {
    mkdirSync(dirname(transcript), { recursive: true });
    const common = { sessionId, cwd: dir, isSidechain: false, timestamp: new Date().toISOString(), version: '2.1.329' };
    appendFileSync(transcript, `${JSON.stringify({ ...common, uuid: crypto.randomUUID(), ...line })}\n`);
  }

  return {
    pid,
    start,
    write,
    register(status, sinceMillis = 0) {
      const now = Date.now();
      const times = { startedAt, updatedAt: now, statusUpdatedAt: now - sinceMillis };
      const waiting = status === 'waiting' ? { waitingFor: 'permission prompt' } : {};
      mkdirSync(dirname(registry), { recursive: true });
      writeFileSync(
        registry,
        JSON.stringify({
          pid,
          sessionId,
          cwd: dir,
          procStart: start,
          version: '2.1.329',
          status,
          ...times,
          ...waiting,
        }),
      );
    },
    prompt(text) {
      const message = { role: 'user', content: text };
      write({ type: 'user', message, origin: { kind: 'human' }, promptSource: 'typed' });
    },
    finish() {
      const content = [{ type: 'text', text: 'ready' }];
      const message = {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'opus',
        content,
        stop_reason: 'end_turn',
      };
      write({ type: 'assistant', message });
      write({ type: 'system', subtype: 'turn_duration', durationMs: 5 });
    },
  };
}
