import { readFileSync } from 'node:fs';
import { type Heard, hear, hookEvidence } from '../../../../src/agents/claude/hooks.ts';
import { nothingRead, read, type Transcript } from '../../../../src/agents/claude/parse.ts';
import { recordEvidence } from '../../../../src/agents/claude/record.ts';
import { parseEntry, registryEvidence } from '../../../../src/agents/claude/registry.ts';
import { type Fields, fields, list } from '../../../../src/agents/values.ts';
import type { AgentProcess, Evidence } from '../../../../src/core/evidence.ts';

const dir = new URL('../../../fixtures/agents/', import.meta.url);

interface Step {
  ms: number;
  from: string;
  take(): Evidence | null;
}

/** What a recording's sources say, one line for each time that one of them says something else: `ms source claim: detail`. */
export function told(recording: string): string[] {
  const steps = [...transcripts(recording), ...others(recording)].sort((a, b) => a.ms - b.ms);
  const last = new Map<string, string>();
  return steps.flatMap(({ ms, from, take }) => {
    const evidence = take();
    const { claim, facts } = evidence ?? { claim: 'gone', facts: {} };
    const said = `${from} ${claim ?? 'facts'}${facts.background ? ' +shell' : ''}${facts.detail ? `: ${facts.detail}` : ''}`;
    if (last.get(from) === said) return [];
    last.set(from, said);
    return [`${ms} ${said}`];
  });
}

export function events(recording: string): Fields[] {
  return list(JSON.parse(readFileSync(new URL(`${recording}.events.json`, dir), 'utf8'))).map(
    (one) => fields(one) ?? {},
  );
}

export function timeline(recording: string, part = ''): Array<{ ms: number; lines: string[] }> {
  const text = readFileSync(new URL(`${recording}${part}.timeline.json`, dir), 'utf8');
  return list(JSON.parse(text)).map((one) => {
    const step = fields(one) ?? {};
    const lines = list(step['appended_lines']).map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    return { ms: Number(step['t_ms']), lines };
  });
}

/** Main transcript, a second one after `/clear`, and a subagent's. */
function transcripts(recording: string): Step[] {
  let main = nothingRead;
  let second = nothingRead;
  let subagent = nothingRead;
  let version = 0;
  const say = (id: string, transcript: Transcript, subagents: readonly Transcript[] = []) => {
    const children = subagents.map((one) => ({ id: 'sub', path: 'sub', transcript: one }));
    version += 1;
    return recordEvidence({
      id,
      path: id,
      main: transcript,
      subagents: children,
      version,
      process: standIn(1, '1'),
    })[0];
  };
  const parts: Array<[string, string, (line: string) => void, () => Evidence | undefined]> = [
    ['', 'record', (line) => (main = read(main, line)), () => say('main', main, [subagent])],
    ['.2', 'record2', (line) => (second = read(second, line)), () => say('second', second)],
    [
      '.agent-a2f3105f44af774d1',
      'record',
      (line) => (subagent = read(subagent, line, 'subagent')),
      () => say('main', main, [subagent]),
    ],
  ];
  return parts.flatMap(([part, from, take, evidence]) => {
    try {
      return timeline(recording, part).map(({ ms, lines }) => ({
        ms,
        from,
        take: () => {
          for (const line of lines) take(line);
          return evidence() ?? null;
        },
      }));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  });
}

function others(recording: string): Step[] {
  const heard = new Map<string, Heard>();
  return events(recording).flatMap((event): Step[] => {
    const ms = Number(event['t_ms']);
    if (event['kind'] === 'session_file') {
      const pid = Number.parseInt(String(event['file']), 10);
      if (event['gone'] === true) return [{ ms, from: `registry ${pid}`, take: () => null }];
      // The recorder could not read some of them whole.
      const entry = parseEntry(JSON.stringify(event['json'] ?? null), pid);
      if (entry === null) return [];
      const process = standIn(pid, entry.procStart ?? '');
      return [
        { ms, from: `registry ${entry.thread.slice(0, 4)}`, take: () => registryEvidence(entry, process, ms, ms) },
      ];
    }
    if (event['kind'] === 'hook') {
      const payload = fields(event['payload']) ?? {};
      const before = heard.get(String(payload['session_id']));
      const said = hear(before, payload, ms);
      if (said === null) return [];
      if (said.heard === null) heard.delete(said.thread);
      else heard.set(said.thread, said.heard);
      const { thread, heard: now } = said;
      const from = `hook ${thread.slice(0, 4)}`;
      return [{ ms, from, take: () => (now === null ? null : hookEvidence(thread, now, ms, true)) }];
    }
    return [];
  });
}

export function standIn(pid: number, start: string, argv: readonly string[] = ['claude']): AgentProcess {
  return { agent: 'claude', pid, start, startedAt: 0, cwd: '/', argv, env: {}, place: null };
}
