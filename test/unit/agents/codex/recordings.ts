import { readFileSync } from 'node:fs';
import { emptyRollout, foldLine, type Rollout } from '../../../../src/agents/codex/rollout.ts';

const folder = new URL('../../../fixtures/agents/codex/', import.meta.url);

export interface Growth {
  t_ms: number;
  mtime_ms?: number;
  appended_lines?: string[];
}

export interface Happening {
  t_ms: number;
  kind: string;
  title?: string;
  lines?: string[];
  msg?: Record<string, unknown>;
}

export const scenarios = [
  'ask',
  'fail',
  'interrupt',
  'kill9_embedded',
  'rename',
  'resume',
  'simple',
  'simple_embedded',
  'slow',
  'task2',
  'tool',
] as const;

export function timeline(scenario: string): Growth[] {
  return JSON.parse(readFileSync(new URL(`${scenario}.timeline.json`, folder), 'utf8'));
}

export function events(scenario: string): Happening[] {
  return JSON.parse(readFileSync(new URL(`${scenario}.events.json`, folder), 'utf8'));
}

export function transcript(scenario: string): string[] {
  return readFileSync(new URL(`${scenario}.jsonl`, folder), 'utf8')
    .trim()
    .split('\n');
}

/** What the rollout said at a moment of the recording. */
export function rolloutAt(scenario: string, tMs: number): Rollout {
  return timeline(scenario)
    .filter(({ t_ms }) => t_ms <= tMs)
    .flatMap(({ appended_lines = [] }) => appended_lines)
    .reduce(foldLine, emptyRollout);
}
