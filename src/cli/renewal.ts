import { ask } from '../client/request.ts';
import { ProgressPush, StatusPush } from '../protocol/metadata.ts';
import type { Session } from '../protocol/state.ts';
import type { Call } from './call.ts';
import { readState } from './read-state.ts';
import { pick } from './session.ts';
import { targetOf } from './target.ts';

const answerMillisMax = 1000;

/** Those of our pushes that are still what is shown, or null when nobody can say now. */
export async function standing(call: Call, held: ReadonlyMap<string, object>): Promise<ReadonlySet<string> | null> {
  const now = await metadata(call);
  return now && new Set([...held].filter(([path, body]) => stands(path, body, now)).map(([path]) => path));
}

async function metadata(call: Call): Promise<Session['metadata'] | null> {
  try {
    const state = await readState(() =>
      ask(call.paths.socket, 'GET', '/state', undefined, { millisMax: answerMillisMax }),
    );
    return pick(state.sessions, targetOf(call), call.origin.server).metadata;
  } catch {
    // The daemon may be about to end, the session to be closed. The last report tells whether anybody is there.
    return null;
  }
}

/** Whether what stands there is what a push of ours left: the command may have said something of its own meanwhile. */
export function stands(path: string, body: object, now: Session['metadata']): boolean {
  const target = { session: 'x' };
  if (path === '/set-status') {
    const { text, tone = 'neutral' } = StatusPush.parse({ ...body, ...target });
    return now.status?.text === text && now.status.tone === tone;
  }
  const {
    current = null,
    total = null,
    percent = null,
    indeterminate = false,
  } = ProgressPush.parse({
    ...body,
    ...target,
  });
  const { progress } = now;
  return (
    progress?.current === current &&
    progress.total === total &&
    progress.percent === percent &&
    progress.indeterminate === indeterminate
  );
}
