import type { AgentProcess, Claim, Evidence, Facts } from '../../core/evidence.ts';
import type { Transcript } from './parse.ts';

/** A thread's transcript and those of its subagents. */
export interface Thread {
  id: string;
  path: string;
  main: Transcript;
  subagents: readonly Subagent[];
  /** Of all its files together: what is told later has a higher one. */
  version: number;
  /** What runs it; its subagents end with it. */
  process: AgentProcess;
}

export interface Subagent {
  id: string;
  path: string;
  transcript: Transcript;
}

/** What the records say of a thread and of its subagents, the thread first. */
export function recordEvidence(thread: Thread): Evidence[] {
  const { id, path, main, subagents, version, process } = thread;
  const running = subagents.filter((one) => goesOn(one, thread));
  const about = { agent: 'claude', source: 'transcript', version, expires: null } as const;
  const { pid, start } = process;
  return [
    {
      ...about,
      thread: id,
      subject: path,
      ...claimOf(main),
      process: null,
      facts: factsOf(main, detail(main, running)),
    },
    ...subagents.map((one): Evidence => {
      const { claim, at } = claimOf(one.transcript);
      const isOver = (claim === 'running' || claim === 'waiting') && !running.includes(one);
      const facts = { ...factsOf(one.transcript, detail(one.transcript, [])), parent: id };
      const [thread, subject] = [one.id, one.path];
      return { ...about, thread, subject, claim: isOver ? 'interrupted' : claim, at, process: { pid, start }, facts };
    }),
  ];
}

/** One of an earlier process ended with that, and an interrupt of its parent ends it without a word. */
export function goesOn(
  { transcript: { turn } }: Pick<Subagent, 'transcript'>,
  { main, process }: Pick<Thread, 'main' | 'process'>,
): boolean {
  return turn.is === 'open' && turn.at >= process.startedAt && turn.at > main.interruptedAt;
}

function claimOf({ turn, calls }: Transcript): { claim: Claim | null; at: number } {
  if (turn.is === 'none') return { claim: null, at: 0 };
  if (turn.is !== 'open') return { claim: turn.is, at: turn.at };
  const asking = [...calls.values()].find((call) => call.asks);
  return asking === undefined ? { claim: 'running', at: turn.at } : { claim: 'waiting', at: asking.at };
}

/** Its first call without a result: those of one answer are done one after the other. What a subagent does comes before that it does. */
function detail(main: Transcript, running: readonly Subagent[]): string | null {
  if (main.turn.is === 'error') return main.turn.text;
  const own = main.turn.is === 'open' ? [...main.calls.values()] : [];
  const inner = running.flatMap(({ transcript }) => [...transcript.calls.values()]).sort((a, b) => a.at - b.at);
  const call = own.find((one) => one.asks) ?? own.find((one) => !one.delegates) ?? inner[0] ?? own[0];
  return call?.detail ?? null;
}

function factsOf({ custom, generated, prompt, model, cwd }: Transcript, said: string | null): Facts {
  return {
    names: {
      ...(custom !== null && { custom }),
      ...(generated !== null && { generated }),
      ...(prompt !== null && { prompt }),
    },
    ...(said !== null && { detail: said }),
    ...(model !== null && { model }),
    ...(cwd !== null && { cwd }),
  };
}
