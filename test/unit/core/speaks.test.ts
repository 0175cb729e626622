import { expect, test } from 'vitest';
import { fail, initialAgents, observe, withdraw } from '../../../src/core/agents.ts';
import type { Evidence } from '../../../src/core/evidence.ts';
import { speaksLive } from '../../../src/core/speaks.ts';

const its = { pid: 7, start: '70' };
const process = { agent: 'finch', ...its };

function said(changes: Partial<Evidence>): Evidence {
  const plain = { agent: 'finch', thread: 't', subject: 'pid:7', version: 1, at: 1, expires: null, facts: {} };
  return { ...plain, source: 'registry', claim: 'idle', process: its, ...changes };
}
const speaks = (...all: readonly Partial<Evidence>[]) => speaksLive(observe(initialAgents, all.map(said)), process);

test('a live source that speaks of the process, or of the thread that it has, is better than looks', () => {
  expect(speaks({})).toBe(true);
  expect(speaks({ thread: null, source: 'plugin' })).toBe(true);
  expect(speaks({ source: 'transcript', claim: 'done' }, { source: 'protocol', subject: 't', process: null })).toBe(
    true,
  );
});

test('records, looks, facts, presence, and what speaks of others are not', () => {
  expect(speaks()).toBe(false);
  expect(speaks({ source: 'transcript' }, { source: 'screen' }, { source: 'title' })).toBe(false);
  expect(speaks({ claim: null })).toBe(false);
  expect(speaks({ claim: 'present' })).toBe(false);
  expect(speaks({ process: { pid: 7, start: '71' } })).toBe(false);
  expect(speaks({ agent: 'wren' })).toBe(false);
  expect(speaks({ source: 'protocol', subject: 'u', thread: 'u', process: null })).toBe(false);
});

test('what was withdrawn, or cannot be read any more, speaks no longer', () => {
  const subject = { agent: 'finch', source: 'registry', subject: 'pid:7' } as const;
  const before = observe(initialAgents, [said({})]);
  expect(speaksLive(withdraw(before, subject), process)).toBe(false);
  expect(speaksLive(fail(before, subject), process)).toBe(false);
});
