import type { Claim, Evidence, Facts, Source } from '../../core/evidence.ts';
import type { ProcessRef } from '../../core/state.ts';
import type { Known, Session } from './events.ts';

/** Who speaks, and of which process. */
export interface Speaker {
  agent: string;
  source: Source;
  process: ProcessRef;
  /** It serves many sessions and shows none of them. */
  headless: boolean;
}

/** Everything that the events of one process amount to. */
export function statements(known: Known, speaker: Speaker): Evidence[] {
  const sessions = [...known.sessions.values()].map((session) => ofSession(session, speaker));
  return [...ofProcess(known, speaker), ...sessions];
}

export function sessionSubject(session: string): string {
  return `session:${session}`;
}

export function processSubject({ pid }: ProcessRef): string {
  return `pid:${pid}`;
}

/** Which session it has, and that no turn ran when it began, whichever session it shows: the sessions themselves know better. */
function ofProcess({ began, current }: Known, { headless, ...speaker }: Speaker): Evidence[] {
  if (began === null) return [];
  const subject = processSubject(speaker.process);
  const { session, version } = (headless ? null : current) ?? { session: null, version: began.version };
  return [{ ...speaker, thread: session, subject, version, claim: 'idle', at: began.at, expires: null, facts: {} }];
}

function ofSession(session: Session, { headless: _, ...speaker }: Speaker): Evidence {
  const { claim, at, detail } = claimOf(session);
  return {
    ...speaker,
    thread: session.id,
    subject: sessionSubject(session.id),
    version: session.version,
    claim,
    at,
    expires: null,
    facts: factsOf(session, detail),
  };
}

function claimOf(session: Session): { claim: Claim | null; at: number; detail: string | undefined } {
  const { status, since, ending, touched } = session;
  const wait = [...session.waits.values()][0];
  if (wait !== undefined) return { claim: 'waiting', at: wait.at, detail: wait.detail };
  if (status === null) return { claim: null, at: touched, detail: undefined };
  if (status === 'busy') return { claim: 'running', at: since, detail: session.retry ?? session.tool?.detail };
  return { claim: ending?.claim ?? 'idle', at: since, detail: ending?.detail };
}

function factsOf({ title, model, cwd, parent }: Session, detail: string | undefined): Facts {
  return {
    ...(title !== undefined && { names: { generated: title } }),
    ...(detail !== undefined && { detail }),
    ...(model !== undefined && { model }),
    ...(cwd !== undefined && { cwd }),
    ...(parent !== undefined && { parent }),
  };
}
