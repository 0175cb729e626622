import { type AgentsState, initialAgents, type Kept, processKey } from '../../src/core/agents.ts';
import type { Claim, Evidence, Source } from '../../src/core/evidence.ts';
import { evidenceKey } from '../../src/core/evidence.ts';
import { type Judged, judge } from '../../src/core/rows.ts';
import { Recording } from '../../src/protocol/recording.ts';

/** What the engine makes today of what `opensessions explain --record` wrote. */
export function judgeRecording(json: string): Judged[] {
  const recording = Recording.parse(JSON.parse(json));
  const processes = recording.processes.map((one) => ({ ...one, cwd: null, argv: [], env: {} }));
  const evidence = recording.evidence.map(
    (one): Kept => ({
      ...one,
      source: one.source as Source,
      claim: one.claim as Claim | null,
      facts: one.facts as Evidence['facts'],
    }),
  );
  const agents: AgentsState = {
    ...initialAgents,
    startedAt: recording.startedAt,
    now: recording.now,
    processes: new Map(processes.map((one) => [processKey(one), one])),
    evidence: new Map(evidence.map((one) => [evidenceKey(one), one])),
  };
  return judge(agents);
}
