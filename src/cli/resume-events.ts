import { setTimeout as delay } from 'node:timers/promises';
import { NoDaemon } from '../client/request.ts';
import { type DataEvent, followEvents } from './event-stream.ts';

const retryMillisMin = 50;
const retryMillisMax = 1000;
/** How long there may be no daemon before we give up: a sidebar starts one within 2 s. */
const absenceMillisMax = 10_000;

export interface Resume {
  onEvent: (event: DataEvent) => void;
  /** The first time that the stream breaks. */
  onBreak: () => void;
}

/**
 * The daemon's events, over its restarts: after a break they go on behind the last one that was seen, which a daemon that
 * does not know it answers with a `reset`.
 *
 * @throws what the first attempt failed with, and the last one after `absenceMillisMax` without a stream; what `onEvent` throws
 */
export async function resumeEvents(socket: string, { onEvent, onBreak }: Resume): Promise<never> {
  let lastSeen: string | undefined;
  let fault: { error: unknown } | undefined;
  let aliveAt: number | undefined;
  let broke = false;
  let wait = retryMillisMin;
  for (;;) {
    let failure: unknown = new NoDaemon('the daemon ended');
    let stood = false;
    try {
      await followEvents(socket, {
        lastSeen,
        onOpen() {
          stood = true;
        },
        onId(id) {
          lastSeen = id;
        },
        onEvent(event) {
          try {
            onEvent(event);
          } catch (error) {
            fault = { error };
            throw error;
          }
        },
      });
    } catch (error) {
      if (fault !== undefined) throw fault.error;
      failure = error;
    }
    if (stood) {
      aliveAt = performance.now();
      wait = retryMillisMin;
    }
    if (aliveAt === undefined || performance.now() - aliveAt > absenceMillisMax) throw failure;
    if (!broke) onBreak();
    broke = true;
    await delay(wait);
    wait = Math.min(2 * wait, retryMillisMax);
  }
}
