import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterGap,
  claimOf,
  emptyRollout,
  factsOf,
  foldLine,
  threadOfRollout,
} from '../../../../src/agents/codex/rollout.ts';
import { rolloutAt, scenarios, transcript } from './recordings.ts';

const at = Date.parse('2026-11-21T07:00:00.000Z');
const line = (type: string, payload: object, seconds = 0) =>
  JSON.stringify({ timestamp: new Date(at + seconds * 1000).toISOString(), type, payload });
const started = (turn: string, seconds = 0) => line('event_msg', { type: 'task_started', turn_id: turn }, seconds);
const call = (name: string, input: object, id = 'c1', seconds = 0) =>
  line('response_item', { type: 'function_call', name, call_id: id, arguments: JSON.stringify(input) }, seconds);
const fold = (...lines: string[]) => lines.reduce(foldLine, emptyRollout);

describe('recordings', () => {
  // Scenario, moment, claim, detail. Null: nothing has happened.
  test.each([
    ['simple', 3800, undefined, undefined],
    ['simple', 4100, 'running', undefined],
    ['simple', 4400, 'done', undefined],
    ['simple', 9100, 'running', undefined],
    ['simple', 9500, 'done', undefined],
    ['slow', 9000, 'running', undefined],
    ['slow', 14100, 'done', undefined],
    ['tool', 4900, 'running', undefined],
    ['tool', 9000, 'done', undefined],
    ['ask', 4500, 'running', undefined],
    ['ask', 9000, 'running', 'exec_command: touch /usr/local/h2-escalate && rm -rf /usr/local/h2-escalate'],
    ['ask', 17300, 'running', undefined],
    ['ask', 17700, 'done', undefined],
    ['fail', 5000, 'running', undefined],
    ['fail', 7700, 'error', 'We’re currently experiencing high demand, which may cause temporary errors.'],
    ['interrupt', 7900, 'running', undefined],
    ['interrupt', 8000, 'interrupted', undefined],
    ['kill9_embedded', 14000, 'running', undefined],
    ['simple_embedded', 9900, 'done', undefined],
    ['rename', 5000, 'done', undefined],
    ['rename', 13500, 'running', undefined],
    ['rename', 14000, 'done', undefined],
    ['resume', 5000, undefined, undefined],
    ['resume', 5200, 'running', undefined],
    ['resume', 5500, 'done', undefined],
    ['task2', 6200, 'running', 'spawn_agent'],
    ['task2', 9000, 'running', 'wait_agent'],
    ['task2', 12500, 'done', undefined],
    ['task2.2', 9000, 'running', 'exec_command: sleep 5; echo slept'],
    ['task2.2', 12100, 'done', undefined],
  ])('%s at %i ms: %s, %s', (scenario, tMs, claim, detail) => {
    const rollout = rolloutAt(scenario, tMs);
    expect([claimOf(rollout)?.claim, factsOf(rollout).detail]).toEqual([claim, detail]);
  });

  test('name, model and directory come from the first turn', () => {
    expect(factsOf(rolloutAt('simple', 60_000))).toEqual({
      names: { prompt: 'SAY hello there' },
      model: 'gpt-5.3-codex',
      cwd: '/home/dev/api',
    });
  });

  test('a subagent knows its parent', () => {
    expect(factsOf(rolloutAt('task2.2', 60_000)).parent).toBe('01a1fd01-e113-7fd3-b7d6-8ab631f7984b');
    expect(factsOf(rolloutAt('task2', 60_000)).parent).toBeUndefined();
  });

  test('a claim holds since its line was written', () => {
    expect(claimOf(rolloutAt('interrupt', 7900))?.at).toBe(Date.parse('2026-11-21T07:32:59.156Z'));
    expect(claimOf(rolloutAt('interrupt', 8000))?.at).toBe(Date.parse('2026-11-21T07:33:03.275Z'));
  });

  test.each(scenarios)('%s: whatever is left out in the middle, the end is the same', (scenario) => {
    const lines = transcript(scenario);
    const whole = claimOf(fold(...lines))?.claim;
    for (let kept = 1; kept < lines.length; kept += 1) {
      const rest = lines.slice(-kept).reduce(foldLine, afterGap(emptyRollout));
      expect([whole, undefined]).toContain(claimOf(rest)?.claim);
    }
  });
});

test('a turn ends by its own end only', () => {
  const other = line('event_msg', { type: 'task_complete', turn_id: 'old' }, 2);
  const own = line('event_msg', { type: 'task_complete', turn_id: 'new' }, 3);
  expect(claimOf(fold(started('new'), other))?.claim).toBe('running');
  expect(claimOf(fold(started('new'), other, own))).toEqual({ claim: 'done', at: at + 3000 });
});

test('what a command says after its turn was aborted does not open it again', () => {
  const aborted = line('event_msg', { type: 'turn_aborted', turn_id: 't', reason: 'interrupted' }, 5);
  const late = line(
    'event_msg',
    { type: 'item_completed', turn_id: 't', item: { type: 'CommandExecution', id: 'c1' } },
    25,
  );
  const rollout = fold(
    started('t'),
    call('exec_command', { cmd: 'sleep 60' }),
    aborted,
    late,
    call('late', {}, 'c2', 26),
  );
  expect(claimOf(rollout)).toEqual({ claim: 'interrupted', at: at + 5000 });
  expect(factsOf(rollout).detail).toBeUndefined();
});

test('a question waits by itself until it is answered', () => {
  const input = { questions: [{ id: 'color', question: 'Which color?' }] };
  const asked = fold(
    started('t'),
    call('exec_command', { cmd: 'ls' }, 'c0'),
    call('request_user_input', input, 'c1', 4),
  );
  expect(claimOf(asked)).toEqual({ claim: 'waiting', at: at + 4000 });
  expect(factsOf(asked).detail).toBe('Which color?');
  const answered = foldLine(asked, line('response_item', { type: 'function_call_output', call_id: 'c1' }, 9));
  expect(claimOf(answered)).toEqual({ claim: 'running', at });
});

test('a command that asks to leave the sandbox is a hint, no wait', () => {
  const rollout = fold(started('t'), call('exec_command', { cmd: 'rm x', sandbox_permissions: 'require_escalated' }));
  expect(claimOf(rollout)?.claim).toBe('running');
});

test('commands as lists of words, as older versions wrote them', () => {
  expect(factsOf(fold(started('t'), call('shell', { command: ['bash', '-lc', 'ls'] }))).detail).toBe(
    'shell: bash -lc ls',
  );
});

test('an error that is JSON shows its message', () => {
  const error = { message: '{"type":"error","error":{"message":"too many requests"}}' };
  const rollout = fold(started('t'), line('event_msg', { type: 'task_complete', turn_id: 't', error }));
  expect([claimOf(rollout)?.claim, factsOf(rollout).detail]).toEqual(['error', 'too many requests']);
});

test('after a gap, work without a begin is an open turn', () => {
  const work = line('event_msg', { type: 'item_completed', turn_id: 't', item: { type: 'AgentMessage' } }, 7);
  expect(claimOf(foldLine(afterGap(fold(started('s'))), work))).toEqual({ claim: 'running', at: at + 7000 });
});

test('hostile text is cleaned and cut', () => {
  const item = { type: 'UserMessage', content: [{ type: 'text', text: `a\u001b[31m\u202eb${'x'.repeat(10_000)}` }] };
  const rollout = fold(line('event_msg', { type: 'item_completed', turn_id: 't', item }));
  expect(factsOf(rollout).names?.prompt).toMatch(/^abx{190,198}…$/);
});

test('any line is survived', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (lines) => {
      expect(claimOf(fold(...lines))).toBeNull();
    }),
  );
  const kinds = fc.constantFrom('event_msg', 'response_item', 'session_meta', 'turn_context');
  const types = fc.constantFrom('task_started', 'task_complete', 'item_completed', 'function_call', 'user_message');
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, types, fc.dictionary(fc.string(), fc.jsonValue()))), (all) => {
      const rollout = fold(...all.map(([kind, type, rest]) => line(kind, { ...rest, type })));
      expect([undefined, 'running', 'waiting', 'done', 'error']).toContain(claimOf(rollout)?.claim);
    }),
  );
});

test('calls are bounded', () => {
  const calls = Array.from({ length: 500 }, (_, n) => call('exec_command', { cmd: 'x' }, `c${n}`));
  expect(fold(started('t'), ...calls).calls.size).toBe(64);
});

test('the thread of a rollout is in its name', () => {
  const id = '01a1fd05-1b44-7501-ba77-d6307edcd203';
  expect(threadOfRollout(`/x/rollout-2026-11-21T07-32-12-${id}.jsonl`)).toBe(id);
  expect(threadOfRollout(`/x/rollout-2026-11-21T07-32-12-${id}.jsonl.zst`)).toBeNull();
  expect(threadOfRollout('/etc/passwd')).toBeNull();
});
