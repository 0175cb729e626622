import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One of `test/fixtures/agents`, as text: `fixture('pi/tool.jsonl')`. */
export function fixture(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/agents/${path}`, import.meta.url)), 'utf8');
}

export function lines(path: string): string[] {
  return fixture(path).split('\n').filter(Boolean);
}

export interface Growth {
  t_ms: number;
  appended_lines?: string[];
}

/** How a transcript grew, chunk by chunk; what was there before the recording is the first chunk. */
export function growth(scenario: string): string[][] {
  const timeline: Growth[] = JSON.parse(fixture(`${scenario}.timeline.json`));
  const appended = timeline.flatMap((step) => (step.appended_lines === undefined ? [] : [step.appended_lines]));
  const before = lines(`${scenario}.jsonl`).slice(0, -appended.flat().length || undefined);
  return before.length === 0 ? appended : [before, ...appended];
}

export interface Recorded {
  t_ms: number;
  kind: string;
  label?: string;
  lines?: string[];
  payload?: Record<string, unknown>;
}

export function events(scenario: string): Recorded[] {
  return JSON.parse(fixture(`${scenario}.events.json`));
}
