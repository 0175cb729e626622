import { setTimeout as delay } from 'node:timers/promises';
import { ask, NoDaemon } from '../../client/request.ts';
import { Health } from '../../protocol/message.ts';
import { build } from '../../version.ts';
import type { Call } from '../call.ts';
import { act } from './act.ts';

const endMillisMax = 5000;
const endPollMillis = 20;

/** Tells the daemon of the tmux server that we are in. One of another build than ours, left from before an update, ends first. */
export async function announce(call: Call): Promise<number> {
  const { socket } = call.paths;
  const running = await healthOf(socket);
  if (running !== null && running.build !== build) await end(socket, running.pid);
  return act({ name: 'server.announce' })(call);
}

/** Null when there is none. What is no daemon of ours is left to the command that follows: it says what is wrong. */
async function healthOf(socket: string): Promise<Health | null> {
  try {
    const { body } = await ask(socket, 'GET', '/health');
    return Health.safeParse(JSON.parse(body)).data ?? null;
  } catch (error) {
    if (error instanceof NoDaemon || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The sidebars notice, and start the next one as well as we do. @throws Error when it does not end */
async function end(socket: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const deadline = performance.now() + endMillisMax;
  while ((await healthOf(socket).catch(() => null))?.pid === pid) {
    if (performance.now() > deadline) throw new Error(`the daemon of before the update (process ${pid}) does not end`);
    await delay(endPollMillis);
  }
}
