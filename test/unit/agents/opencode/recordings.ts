import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fold, type Happening, type Known, nothingKnown } from '../../../../src/agents/opencode/events.ts';
import { statements } from '../../../../src/agents/opencode/statements.ts';
import type { Evidence } from '../../../../src/core/evidence.ts';

const dir = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'fixtures', 'agents', 'opencode');

export interface Recorded {
  /** Epoch milliseconds. */
  at: number;
  pid: number;
  event: { type: string; properties: Record<string, unknown> };
}

export function recordings(suffix: string): string[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith(suffix))
    .sort();
}

export function fixture(file: string): string {
  return readFileSync(join(dir, file), 'utf8');
}

/** The bus events in a `.plugin.jsonl`, an `.sse.jsonl`, an `.sse-global.jsonl` or the raw text of a stream. */
export function recorded(file: string): Recorded[] {
  return fixture(file)
    .split('\n')
    .filter((line) => line.startsWith('{') || line.startsWith('data:'))
    .map((line) => JSON.parse(line.replace(/^data:/, '')))
    .map(({ t = 1, pid = 1, event, payload, ...rest }, index) => ({
      at: t + (file.endsWith('.txt') ? index : 0),
      pid,
      event: event ?? payload ?? rest,
    }))
    .filter(({ event }) => typeof event.type === 'string' && event.type !== 'sync' && event.k === undefined);
}

export function happenings(events: readonly Recorded[]): Happening[] {
  return events.map(({ at, event }, index) => ({ at, event, version: at * 1000 + (index % 1000) }));
}

export function folded(events: readonly Recorded[], known: Known = nothingKnown): Known {
  return happenings(events).reduce(fold, known);
}

const speaker = { agent: 'opencode', source: 'plugin', process: { pid: 1, start: '1' }, headless: false } as const;

export function evidenceOf(known: Known): Evidence[] {
  return statements(known, speaker);
}

/** How the claims about sessions went, the same one once; sessions as letters in the order in which they came, details behind. */
export function story(events: readonly Recorded[]): string[] {
  const letters = new Map<string, string>();
  const last = new Map<string, string>();
  const lines: string[] = [];
  let known = nothingKnown;
  for (const happening of happenings(events)) {
    known = fold(known, happening);
    for (const { thread, subject, claim, facts } of evidenceOf(known)) {
      if (thread === null || claim === null || !subject.startsWith('session:')) continue;
      if (!letters.has(thread)) letters.set(thread, String.fromCharCode(65 + letters.size));
      const ends = claim === 'waiting' || claim === 'error' ? ` (${facts.detail})` : '';
      const line = `${letters.get(thread)} ${claim}${ends}`;
      if (last.get(thread) !== line) lines.push(line);
      last.set(thread, line);
    }
  }
  return lines;
}
