import { expect, test } from 'vitest';
import { sessionKey } from '../../../src/core/state.ts';
import { statusText } from '../../../src/core/status-text.ts';
import type { ThreadState } from '../../../src/protocol/state.ts';
import { thread } from '../../screen/support/states.ts';
import { later, server, serving } from '../../support/states.ts';

const idle = serving({ sessions: { a: ['@1'], b: ['@2'] }, windows: { '@1': ['*work'], '@2': ['*work'] } });

function reported(session: string, thread: string, state: ThreadState, at: number) {
  const push = { agent: 'aider', thread, state };
  return {
    type: 'thread.reported' as const,
    key: sessionKey(server, session),
    push,
    pane: null,
    owner: null,
    at,
    expires: null,
  };
}

test('waiting and running are counted in all sessions, the most urgent first, and questions as waiting', () => {
  expect(statusText(idle, server)).toBe('');
  const ask = { id: '1', server, session: '$1', question: 'Which?', choices: ['a'], since: 1, expires: 2 };
  const state = later(
    idle,
    reported('$0', '1', 'running', 1),
    reported('$0', '2', 'waiting', 1),
    reported('$1', '3', 'running', 1),
    reported('$1', '4', 'idle', 1),
    { type: 'ask.opened', ask },
  );
  expect(statusText(state, server)).toBe('◉2 ⠹2');
  expect(statusText(state, '/tmp/another')).toBe('');
});

test('what ended is counted until somebody has looked, and no number has three digits', () => {
  const many = ['$0', '$1', '$0', '$1'].flatMap((session, part) =>
    Array.from({ length: 25 }, (_, index) => reported(session, `${session} ${part} ${index}`, 'running', 1)),
  );
  expect(statusText(later(idle, ...many), server)).toBe('⠹99');
  const ended = (['done', 'error', 'done'] as const).map((state, index) =>
    thread(state, 1, { thread: `${index}`, unseen: index < 2 }),
  );
  const key = sessionKey(server, '$0');
  const threads = new Map([[key, ended.map((thread) => ({ thread, expires: null, owner: null }))]]);
  expect(statusText({ ...idle, threads }, server)).toBe('✗1 ✓1');
});
