import type { AgentProcess, Evidence, Facts } from '../../core/evidence.ts';
import type { ProcessRef } from '../../core/state.ts';
import { startSlackMillis } from '../join.ts';
import type { Told } from './events.ts';
import type { Session, Turn } from './parse.ts';

export const agent = 'pi';

/** Lines of one millisecond that a version can tell apart. */
const updatesMax = 49;

/** What a session's file says of the process that has it. Its version goes on growing when the process changes files. */
export function fromSession(
  session: Session,
  { pid, start }: AgentProcess,
  retries: number,
  now: number,
): Evidence | null {
  if (session.id === null) return null;
  const turn = limited(session.turn, retries);
  const version = session.updatedAt * 100 + Math.min(session.updates, updatesMax) * 2 + settled(turn, now);
  return {
    ...common({ pid, start }),
    thread: session.id,
    source: 'transcript',
    version,
    ...state(turn, session.startedAt, now),
    facts: facts({ ...session, turn }, now, session.cwd),
  };
}

/** What our extension says of its process. Null when it was another process that had this id. */
export function fromTold(
  told: Told,
  { pid, start, startedAt, cwd }: AgentProcess,
  retries: number,
  now: number,
): Evidence | null {
  if (told.thread === null || told.updatedAt < startedAt - startSlackMillis) return null;
  const turn = limited(told, retries);
  return {
    ...common({ pid, start }),
    thread: told.thread,
    source: 'plugin',
    version: told.version + settled(turn, now),
    ...state(turn, startedAt, now),
    facts: facts({ ...told, turn }, now, cwd),
  };
}

function common(process: ProcessRef) {
  return { agent, subject: `pid:${process.pid}`, process, expires: null };
}

/** The attempt after which Pi gives up is final at once. */
function limited(turn: Turn, retries: number): Turn {
  return turn.attempts > retries ? { ...turn, retryUntil: null } : turn;
}

function isRetried({ claim, retryUntil }: Turn, now: number): boolean {
  return claim === 'error' && retryUntil !== null && now < retryUntil;
}

/** An attempt that was not followed by another becomes an error by time alone. */
function settled(turn: Turn, now: number): 0 | 1 {
  return turn.retryUntil !== null && !isRetried(turn, now) ? 1 : 0;
}

function state(turn: Turn, startedAt: number, now: number): Pick<Evidence, 'claim' | 'at'> {
  if (isRetried(turn, now)) return { claim: 'running', at: turn.began };
  return { claim: turn.claim, at: Math.min(now, turn.at === 0 ? startedAt : turn.at) };
}

interface Known extends Pick<Session, 'custom' | 'prompt' | 'model' | 'tools'> {
  turn: Turn;
}

function facts({ custom, prompt, model, tools, turn }: Known, now: number, cwd: string | null): Facts {
  const names = { ...(custom !== null && { custom }), ...(prompt !== null && { prompt }) };
  const detail = isRetried(turn, now)
    ? `attempt ${turn.attempts} failed: ${turn.error}`
    : turn.claim === 'running'
      ? [...tools.values()].at(-1)
      : (turn.error ?? undefined);
  return {
    ...(Object.keys(names).length > 0 && { names }),
    ...(detail !== undefined && { detail }),
    ...(model !== null && { model }),
    ...(cwd !== null && { cwd }),
  };
}
