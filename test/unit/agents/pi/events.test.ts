import { expect, test } from 'vitest';
import { hear, nothingTold, type Told } from '../../../../src/agents/pi/events.ts';
import { toldByExtension } from '../../../support/agents/pi.ts';

function replay(scenario: string): Told[] {
  const after: Told[] = [];
  for (const { at, event } of toldByExtension(scenario)) after.push(hear(after.at(-1) ?? nothingTold, event, at, at));
  return after;
}

/** Each state once, with the time from which it is said to hold. */
function states(scenario: string): string[] {
  const said = replay(scenario).map(({ claim, retryUntil, at, tools }) =>
    [claim, ...(retryUntil === null ? [] : ['retry']), ...tools.values(), at].join(' '),
  );
  return said.filter((one, index) => one !== said[index - 1]);
}

test.each([
  ['pi/slow', ['idle 2298', 'running 4162', 'done 14400']],
  ['pi/interrupt', ['idle 2744', 'running 4759', 'interrupted 8874']],
  ['pi/tool', ['idle 1694', 'running 3504', 'running bash: ls 3504', 'running 3504', 'done 4193']],
  [
    'pi/fail',
    [
      'idle 1640',
      'running 3537',
      'error retry 5001',
      'running 3537',
      'error retry 8235',
      'running 3537',
      'error retry 13517',
      'running 3537',
      'error retry 24156',
    ],
  ],
  ['pi/resume', ['idle 1337', 'running 4233', 'done 4647']],
])('%s', (scenario, expected) => {
  expect(states(scenario)).toEqual(expected);
});

test.each(['pi/simple', 'pi-0.74.2/simple'])('%s: two turns', (scenario) => {
  expect(states(scenario).map((said) => said.split(' ')[0])).toEqual(['idle', 'running', 'done', 'running', 'done']);
});

test('the first prompt is a name only in a session that begins', () => {
  expect(replay('pi/slow').at(-1)).toMatchObject({ prompt: 'SLOW 10', file: expect.stringMatching(/\.jsonl$/) });
  expect(replay('pi/resume').at(-1)?.prompt).toBeNull();
});

test('another session is another thread, without what was known of the last', () => {
  const before = replay('pi/slow').at(-1) ?? nothingTold;
  const after = hear(before, { type: 'session_start', sid: 'new', fresh: true }, 20_000, 9);
  expect(after).toMatchObject({ thread: 'new', claim: 'idle', at: 20_000, prompt: null, file: null });
});

test('how a run ended may be untold, and its end is known all the same', () => {
  const running = hear(nothingTold, { type: 'agent_start', sid: 'a' }, 1, 1);
  expect(hear(running, { type: 'agent_end', sid: 'a' }, 2, 2).claim).toBe('idle');
  expect(hear(running, { type: 'agent_end', sid: 'a', stopReason: 'length' }, 2, 2).claim).toBe('done');
});

test('an error is final when Pi says that it has settled', () => {
  const failed = hear(nothingTold, { type: 'agent_end', sid: 'a', stopReason: 'error', errorMessage: '500' }, 1, 1);
  expect(failed.retryUntil).toBe(15_001);
  expect(hear(failed, { type: 'agent_settled', sid: 'a' }, 2, 2)).toMatchObject({ claim: 'error', retryUntil: null });
});

test('Esc in a tool ends in an error that is none', () => {
  const end = { type: 'agent_end', sid: 'a', stopReason: 'error', errorMessage: 'This operation was aborted' };
  expect(hear(nothingTold, end, 1, 1)).toMatchObject({ claim: 'interrupted', error: null, retryUntil: null });
});

test('tools that never end do not pile up', () => {
  const many = Array.from({ length: 100 }, (_, toolCallId) => ({
    type: 'tool_execution_start',
    toolCallId: `${toolCallId}`,
  }));
  const after = many.reduce<Told>((told, event, index) => hear(told, event, index, index), nothingTold);
  expect(after.tools.size).toBe(32);
});

test('a session whose id is none is not taken for another one', () => {
  const before = hear(nothingTold, { type: 'session_start', sid: 'one' }, 1000, 1);
  for (const sid of ['two\nthree', '\u001b[31m', 'x'.repeat(200), '', 7])
    expect(hear(before, { type: 'agent_start', sid }, 2000, 2).thread).toBe('one');
});
