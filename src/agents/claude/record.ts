import type { Claim, Evidence, Facts } from '../../core/evidence.ts';
import type { Call, Transcript } from './parse.ts';

/** A thread's transcript and those of its subagents. */
export interface Thread {
  id: string;
  path: string;
  main: Transcript;
  subagents: readonly Transcript[];
  /** Of all its files together. */
  version: number;
}

/** What the record says; null while it says nothing. */
export function recordEvidence({ id, path, main, subagents, version }: Thread): Evidence {
  const { turn } = main;
  const asking = newest([...main.calls.values()].filter((call) => call.asks));
  const [claim, at]: [Claim | null, number] =
    turn.is === 'none'
      ? [null, 0]
      : turn.is !== 'open'
        ? [turn.is, turn.at]
        : asking === undefined
          ? ['running', turn.at]
          : ['waiting', asking.at];
  const facts = factsOf(main, detail(main, subagents));
  return {
    agent: 'claude',
    thread: id,
    source: 'transcript',
    subject: path,
    version,
    claim,
    at,
    process: null,
    expires: null,
    facts,
  };
}

/** What it asks, else what a subagent does that has not come back, else its own newest call without a result. */
function detail(main: Transcript, subagents: readonly Transcript[]): string | null {
  if (main.turn.is === 'error') return main.turn.text;
  if (main.turn.is !== 'open') return null;
  const own = [...main.calls.values()];
  const inner = subagents.filter(({ turn }) => turn.is === 'open').flatMap(({ calls }) => [...calls.values()]);
  return (newest(own.filter((call) => call.asks)) ?? newest(inner) ?? newest(own))?.detail ?? null;
}

/** Of equally old calls the one that came first waits first. */
function newest(calls: readonly Call[]): Call | undefined {
  return calls.reduce<Call | undefined>(
    (best, call) => (best === undefined || call.at > best.at ? call : best),
    undefined,
  );
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
