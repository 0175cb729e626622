import { expect, test } from 'vitest';
import { hear, nothingTold, type Told } from '../../../../src/agents/amp/events.ts';

const thread = 'T-019b9d03-62e3-772f-9780-000000000001';
const after = (...events: object[]) =>
  events.reduce<Told>((told, event, index) => hear(told, { thread, ...event }, index, index), nothingTold);

test.each([
  ['done', 'done'],
  ['error', 'error'],
  ['cancelled', 'interrupted'],
  ['something new', 'idle'],
])('a turn that ends: %s', (status, claim) => {
  const told = after({ type: 'agent.start' }, { type: 'agent.end', status });
  expect(told).toMatchObject({ claim, at: 1 });
  expect(hear(told, { thread, type: 'state', state: 'idle' }, 2, 2)).toMatchObject({ claim, at: 1 });
});

test('running goes on from where the turn began, and again from where a question was answered', () => {
  const turn = [{ type: 'agent.start' }, { type: 'state', state: 'running' }, { type: 'tool.result' }];
  expect(after(...turn)).toMatchObject({ claim: 'running', at: 0 });
  const asked = [...turn, { type: 'state', state: 'awaiting-approval' }, { type: 'state', state: 'awaiting-approval' }];
  expect(after(...asked)).toMatchObject({ claim: 'waiting', at: 3 });
  expect(after(...asked, { type: 'state', state: 'running' })).toMatchObject({ claim: 'running', at: 5 });
});

test('subagents and events without a thread change nothing; another thread is another', () => {
  const running = after({ type: 'agent.start', message: 'a' });
  expect(hear(running, { thread: `${thread.slice(0, -1)}2`, parent: thread, type: 'agent.end' }, 9, 9)).toBe(running);
  expect(hear(running, { type: 'agent.end', thread: '../x' }, 9, 9)).toBe(running);
  expect(hear(running, { thread: `${thread.slice(0, -1)}3`, type: 'session.start' }, 9, 9)).toMatchObject({
    claim: 'idle',
    at: 9,
    prompt: null,
  });
});
