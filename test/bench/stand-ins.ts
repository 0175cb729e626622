import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { configDir, transcriptPath } from '../../src/agents/claude/paths.ts';
import { type StandIn, startStandIn } from '../support/replay/stand-in.ts';
import type { World } from '../support/world.ts';

/** A process in a pane of its own session that is called `claude`, with the files that Claude Code keeps. */
export interface StandInClaude extends StandIn {
  session: string;
  thread: string;
  registry: string;
  transcript: string;
}

/** What Claude Code 2.1.197 writes into its registry. */
export type Status = 'busy' | 'waiting' | 'idle';

/** Starts it in the shell of a new session. It has not registered yet. */
export async function startClaude(world: World, session: string): Promise<StandInClaude> {
  const { pane } = await world.newSession(session, { command: ['/bin/sh', '-i'] });
  const process = await startStandIn(world, pane, 'claude');
  // Every daemon sees the agents of all worlds.
  const thread = `${basename(world.root)}-${process.pid}`;
  const config = configDir(world.env) ?? '';
  const registry = join(config, 'sessions', `${process.pid}.json`);
  const transcript = transcriptPath(config, world.home, thread);
  for (const file of [registry, transcript]) mkdirSync(dirname(file), { recursive: true });
  return { ...process, session, thread, registry, transcript };
}

/** In place, as Claude Code does it. */
export function register({ pid, start, thread, registry }: StandInClaude, home: string, status: Status): void {
  const at = Date.now();
  const entry = {
    pid,
    sessionId: thread,
    cwd: home,
    startedAt: at,
    procStart: start,
    version: '2.1.197',
    kind: 'interactive',
    entrypoint: 'cli',
    status,
    updatedAt: at,
    statusUpdatedAt: at,
  };
  writeFileSync(registry, JSON.stringify(entry));
}

/** A whole line at the end of a file, which is made when it is not there. */
export function append(file: string, line: object): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** A turn that the person broke off. */
export function interrupted(): object {
  const content = [{ type: 'text', text: '[Request interrupted by user]' }];
  return { type: 'user', timestamp: new Date().toISOString(), message: { role: 'user', content } };
}

/** A turn that ended with an error. */
export function failed(): object {
  const content = [{ type: 'text', text: 'API Error: 500' }];
  const message = { model: '<synthetic>', role: 'assistant', content, stop_reason: 'stop_sequence' };
  return { type: 'assistant', timestamp: new Date().toISOString(), isApiErrorMessage: true, message };
}
