import type { AgentProcess, Evidence, Facts } from '../../core/evidence.ts';
import { startSlackMillis } from '../join.ts';
import type { Told } from './events.ts';
import type { Kept } from './threads.ts';

export const agent = 'amp';

/** Times of files have fractions of milliseconds; versions count in these. */
const versionsPerMilli = 1000;

/** What a thread's file says of the process that has it. */
export function fromThread(thread: Kept, process: AgentProcess): Evidence {
  const { id, claim, at, writtenAt, title, prompt, detail, model, cwd } = thread;
  return {
    ...common(process),
    thread: id,
    source: 'transcript',
    version: versionOf(writtenAt),
    claim,
    at: at ?? Math.floor(writtenAt),
    facts: {
      names: { ...(title && { generated: title }), ...(prompt && { prompt }) },
      ...known({ detail, model, cwd }),
    },
  };
}

/** What our plugin says. Null when it was another process that had this id. */
export function fromTold(told: Told, process: AgentProcess): Evidence | null {
  const { thread, claim, at, version, prompt, detail, updatedAt } = told;
  if (thread === null || updatedAt < process.startedAt - startSlackMillis) return null;
  const facts: Facts = { ...(prompt !== null && { names: { prompt } }), ...known({ detail, cwd: process.cwd }) };
  return { ...common(process), thread, source: 'plugin', version, claim, at, facts };
}

/** Which thread a pane showed last: it is that of the process there, and nothing is said of its state. */
export function fromPane(thread: string, writtenAt: number, process: AgentProcess): Evidence {
  const at = Math.floor(writtenAt);
  const facts = known({ cwd: process.cwd });
  return { ...common(process), thread, source: 'registry', version: versionOf(writtenAt), claim: 'present', at, facts };
}

/** The thread that was opened last in any Amp was looked at then. */
export function fromSession(thread: string, writtenAt: number): Evidence {
  const at = Math.floor(writtenAt);
  return {
    agent,
    thread,
    source: 'registry',
    subject: 'session.json',
    version: versionOf(writtenAt),
    claim: null,
    at,
    process: null,
    expires: null,
    facts: { seen: at },
  };
}

function common({ pid, start }: AgentProcess) {
  return { agent, subject: `pid:${pid}`, process: { pid, start }, expires: null };
}

function versionOf(writtenAt: number): number {
  return Math.floor(writtenAt * versionsPerMilli);
}

function known(
  facts: Record<'detail' | 'model' | 'cwd', string | null> | Partial<Record<'detail' | 'cwd', string | null>>,
): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}
